package io.devicetrail.app.replay;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as one read model sees it. While held, events beyond an index are as if not yet there: so a read model can be
 * compared with its own rebuild at exactly one position, however much happens meanwhile.
 */
public final class HeldSource implements StreamableMessageSource<TrackedEventMessage<?>> {
    /** Between two looks whether the reader is to end: its own wait is a second, for each of the read models. */
    private static final long LOOK_NANOS = 20_000_000;

    private final Supplier<EventStore> eventStore;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile long last = Long.MAX_VALUE;
    private volatile boolean attended;
    private volatile boolean ending;

    HeldSource(Supplier<EventStore> eventStore) {
        this.eventStore = eventStore;
    }

    /** From now on nothing beyond {@code index} is seen. */
    void holdAt(long index) {
        last = index;
    }

    void release() {
        last = Long.MAX_VALUE;
        wake();
    }

    /** While a replay goes on, whoever waits here looks around more often. */
    void attend(boolean replaying) {
        attended = replaying;
    }

    /** Whether somebody waits for the reader to come to a certain index. */
    public boolean isAttended() {
        return attended || ending;
    }

    /** While true, nobody waits here for events. */
    void end(boolean stopping) {
        ending = stopping;
        wake();
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken trackingToken) {
        return new HeldStream(eventStore.get().openStream(trackingToken));
    }

    @Override
    public TrackingToken createTailToken() {
        return eventStore.get().createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return eventStore.get().createHeadToken();
    }

    private final class HeldStream implements BlockingStream<TrackedEventMessage<?>> {
        private final BlockingStream<TrackedEventMessage<?>> stream;

        private HeldStream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        private boolean held() {
            return stream.peek().filter(HeldSource.this::beyond).isPresent();
        }

        /** There is more, but it must not be seen yet: waiting keeps the processor from asking over and over. */
        private boolean releasedWithin(long nanos) throws InterruptedException {
            lock.lock();
            try {
                if (held() && !ending) {
                    changed.await(nanos, TimeUnit.NANOSECONDS);
                }
            } finally {
                lock.unlock();
            }
            return !held();
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek().filter(message -> !beyond(message));
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            long end = System.nanoTime() + unit.toNanos(timeout);
            long left = unit.toNanos(timeout);
            while (left > 0) {
                long wait = attended ? Math.min(left, LOOK_NANOS) : left;
                if (stream.hasNextAvailable((int) TimeUnit.NANOSECONDS.toMillis(wait), TimeUnit.MILLISECONDS)
                        && (!held() || releasedWithin(wait))) {
                    return true;
                }
                left = ending ? 0 : end - System.nanoTime();
            }
            return false;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    private boolean beyond(TrackedEventMessage<?> message) {
        OptionalLong position = message.trackingToken().position();
        return position.isPresent() && position.getAsLong() > last;
    }
}
