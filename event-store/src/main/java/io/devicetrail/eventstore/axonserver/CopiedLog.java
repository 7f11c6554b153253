package io.devicetrail.eventstore.axonserver;

import io.devicetrail.domain.shared.LogPlaces;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.devicetrail.eventstore.stream.LogReads;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/**
 * How far the copy in the log's table has come, and what can be asked of it. The copy is always a beginning of Axon
 * Server's log; a question that must see everything first waits until it has reached the head as of the question.
 */
public final class CopiedLog implements LogPositions, LogPlaces, StoredStreams, CopiedCommands {
    /** Longest wait for the copy; a copier that is well needs milliseconds. */
    static final Duration COPIED_WITHIN = Duration.ofSeconds(5);
    /** Longest that a start waits for Axon Server; the first connection of a process may take seconds. */
    private static final Duration CONTACT_WITHIN = Duration.ofSeconds(10);
    /** How often the table is looked at while another node copies and its notices are lost. */
    private static final Duration POLLING = Duration.ofMillis(50);

    private final AxonServerLog server;
    private final LogReads reads;
    private final AtomicLong copied = new AtomicLong(-1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean compared;
    private volatile @Nullable String broken;
    private volatile @Nullable String trouble;

    public CopiedLog(AxonServerLog server, LogReads reads) {
        this.server = server;
        this.reads = reads;
    }

    /**
     * @param copied index of the last event of the copy, as far as this node has seen; -1 for none
     * @param sound whether table and Axon Server are known to hold the same events; false for good once they do not
     * @param trouble why there is no copying now; null if there is, here or on another node
     */
    public record Status(
            long copied, boolean sound, @Nullable String trouble) {}

    public Status status() {
        String wrong = broken;
        return new Status(copied.get(), compared && wrong == null, wrong == null ? trouble : wrong);
    }

    /**
     * Waits for the first contact, so that a start that succeeds does not refuse what is asked first. An Axon Server that
     * is away delays the start by the limit, and no more.
     */
    public void awaitContact() {
        long end = System.nanoTime() + CONTACT_WITHIN.toNanos();
        while (!compared && broken == null && System.nanoTime() - end < 0) {
            pause(Long.MAX_VALUE);
        }
    }

    /** @throws LogUnavailableException unless this copy is known to be one of this Axon Server */
    void requireSound() {
        String wrong = broken;
        if (wrong != null) {
            throw new LogUnavailableException(wrong);
        }
        if (!compared) {
            throw new LogUnavailableException("Axon Server could not yet be compared with the copy of its log.");
        }
    }

    /** Axon Server's own head, which the copy may not have reached. */
    @Override
    public long head() {
        return server.head();
    }

    /**
     * Of all events that were stored before the question.
     *
     * @throws LogUnavailableException if Axon Server does not answer, or the copy does not come that far in time
     */
    @Override
    public OptionalLong lastOf(String commandId) {
        awaitHead();
        return reads.lastOf(commandId);
    }

    /** Of all events that were stored before the question, as {@link #lastOf}. */
    @Override
    public List<StoredEntry> stored(String stream, long afterIndex) {
        awaitHead();
        return reads.stored(stream, afterIndex);
    }

    /** Of all events that were stored before the question, as {@link #lastOf}. */
    @Override
    public Optional<LogPlace> placeOf(long index) {
        awaitHead();
        return reads.placeOf(index);
    }

    /** Of all events that were stored before the question, as {@link #lastOf}. */
    @Override
    public Set<String> goneOn(Collection<String> streams, String since) {
        awaitHead();
        return reads.goneOn(streams, since);
    }

    /** Of all events that were stored before the question, as {@link #lastOf}. */
    @Override
    public Set<String> begun(Collection<String> streams) {
        awaitHead();
        return reads.begun(streams);
    }

    /** Of all events that were stored before the question, as {@link #lastOf}. */
    @Override
    public boolean wrote(String commandId, String stream) {
        awaitHead();
        return reads.wrote(commandId, stream);
    }

    @Override
    public void awaitHead() {
        requireSound();
        // Asked in this order: what is stored and copied in between must not look like a log that has lost events.
        long seen = look();
        long head = server.head();
        if (head < seen) {
            // It has lost events, or is another one. Nothing more is stored before the copier has compared them.
            mustBeCompared();
            throw new LogUnavailableException("Axon Server's log ends at " + head + ", before the copy of it.");
        }
        awaitCopied(head);
    }

    private void awaitCopied(long index) {
        long end = System.nanoTime() + COPIED_WITHIN.toNanos();
        while (copied.get() < index && look() < index) {
            requireSound();
            if (System.nanoTime() - end > 0) {
                throw new LogUnavailableException("The copy of Axon Server's log stands at " + copied.get()
                        + " and did not reach " + index + " within " + COPIED_WITHIN.toSeconds() + " s.");
            }
            pause(index);
        }
    }

    private long look() {
        try {
            return copied.accumulateAndGet(reads.head(), Math::max);
        } catch (EventStoreException e) {
            throw new LogUnavailableException("The copy of Axon Server's log cannot be read.", true, e);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is in awaitCopied: what is waited for is in the database
    private void pause(long index) {
        lock.lock();
        try {
            if (copied.get() < index) {
                moved.await(POLLING.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while waiting for the copy.", true, e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the copy holds an event of the command. */
    @Override
    public boolean holds(String commandId) {
        return reads.lastOf(commandId).isPresent();
    }

    @Override
    public Set<String> heldOf(Collection<String> commandIds) {
        return reads.storedOf(commandIds);
    }

    /** Another node may have copied: whoever waits looks again. */
    public void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void copiedTo(long index) {
        copied.accumulateAndGet(index, Math::max);
        wake();
    }

    /** What was known to be equal is not any more: contact was lost, or the other side looks different. */
    void mustBeCompared() {
        compared = false;
    }

    void foundEqual() {
        compared = true;
        wake();
    }

    void brokenBy(ForeignLogException difference) {
        broken = String.valueOf(difference.getMessage());
        wake();
    }

    void troubled(@Nullable String why) {
        trouble = why;
    }
}
