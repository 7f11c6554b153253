package io.devicetrail.sagas.step;

import io.devicetrail.domain.shared.Metadata;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * Commands that are stored, or not, when they were sent. Sent from a deadline, or for an event, a command's unit of
 * work is part of that one: its events are stored when that is committed, together with those of all others, long after
 * it was said to be done, and one that the log refuses takes the others with it. Units of work belong to threads, so
 * each of these has a thread of its own, and whoever sends waits for it.
 *
 * <p>Not for what must not be on record unless the process remembers it.
 */
public record Apart(CommandGateway commands) {
    private static final Executor THREADS = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("step-apart-", 0).factory());

    /**
     * @param provenance as of {@link Metadata}; what the process is at tells its correlation
     * @throws RuntimeException as the command bus would, also where the log refuses the events
     */
    public void send(Object command, Map<String, ?> provenance) {
        CommandMessage<?> message =
                GenericCommandMessage.asCommandMessage(command).andMetaData(provenance);
        try {
            CompletableFuture.runAsync(() -> commands.sendAndWait(message), THREADS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
