package io.devicetrail.eventstore.axonserver;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.eventstore.append.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * Stores the events of a command once. PostgreSQL has a constraint for it, Axon Server has not: it refuses a second
 * event with the same aggregate and sequence number, and nothing else. So the commands of this node are known here until
 * the copy knows them, and the copy knows all others. What is left open: the same command on two nodes within the
 * milliseconds that the copy is behind.
 */
final class StoredOnce {
    /** Commands kept before those that the copy holds are forgotten. */
    private static final int MOST_KEPT = 1_000;

    private final CopiedCommands copy;
    /** Per command of this node: under way while not done, then whether it was stored. */
    private final Map<String, CompletableFuture<Boolean>> commands = new ConcurrentHashMap<>();

    private final Lock certainty = new ReentrantLock();
    /** How often it became uncertain whether the copy knows what was stored: at the start for the first time. */
    private final AtomicInteger doubts = new AtomicInteger(1);
    /** Of these, how many the copy has caught up with. */
    private volatile int settled;

    StoredOnce(CopiedCommands copy) {
        this.copy = copy;
    }

    /** @throws ConcurrencyException if one of the commands that the events name was stored before */
    void append(List<? extends EventMessage<?>> messages, Runnable append) {
        becomeCertain();
        List<String> claimed = new ArrayList<>();
        boolean stored = false;
        try {
            for (String command : commandsOf(messages)) {
                claim(command);
                claimed.add(command);
                if (copy.holds(command)) {
                    throw storedBefore(command);
                }
            }
            append.run();
            stored = true;
        } catch (LogUnavailableException e) {
            if (!e.outcomeKnown()) {
                doubts.incrementAndGet();
            }
            throw e;
        } finally {
            for (String command : claimed) {
                CompletableFuture<Boolean> outcome = stored ? commands.get(command) : commands.remove(command);
                if (outcome != null) {
                    outcome.complete(stored);
                }
            }
        }
        if (commands.size() > MOST_KEPT) {
            forgetCopied();
        }
    }

    /**
     * After a start, and where an append may have been stored or not: then only a copy that has caught up knows, and nobody
     * goes on before it has.
     */
    private void becomeCertain() {
        if (settled == doubts.get()) {
            return;
        }
        certainty.lock();
        try {
            int now = doubts.get();
            if (settled != now) {
                copy.awaitHead();
                settled = now;
            }
        } finally {
            certainty.unlock();
        }
    }

    private static List<String> commandsOf(List<? extends EventMessage<?>> messages) {
        return messages.stream()
                .map(message -> message.getMetaData().get(Metadata.COMMAND_ID))
                .filter(java.util.Objects::nonNull)
                .map(Object::toString)
                .distinct()
                .sorted()
                .toList();
    }

    private void claim(String command) {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        @Nullable CompletableFuture<Boolean> other;
        while ((other = commands.putIfAbsent(command, own)) != null) {
            if (storedBy(other)) {
                throw storedBefore(command);
            }
        }
    }

    private static boolean storedBy(CompletableFuture<Boolean> other) {
        try {
            return other.get(AxonServerLog.COMMIT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while the same command is being stored.", true, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new LogUnavailableException("The same command is being stored.", true, e);
        }
    }

    private static ConcurrencyException storedBefore(String command) {
        return new ConcurrencyException("Command " + command + " was stored before");
    }

    private void forgetCopied() {
        List<String> done = commands.entrySet().stream()
                .filter(entry -> entry.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
        copy.heldOf(done).forEach(commands::remove);
    }
}
