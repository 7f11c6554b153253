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
    private final Supplier<EventStore> eventStore;
    private final Lock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private volatile long last = Long.MAX_VALUE;

    HeldSource(Supplier<EventStore> eventStore) {
        this.eventStore = eventStore;
    }

    /** From now on nothing beyond {@code index} is seen. */
    void holdAt(long index) {
        last = index;
    }

    void release() {
        last = Long.MAX_VALUE;
        lock.lock();
        try {
            released.signalAll();
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

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek().filter(message -> !beyond(message));
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            if (!stream.hasNextAvailable(timeout, unit)) {
                return false;
            }
            if (held()) {
                awaitRelease(timeout, unit);
            }
            return !held();
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

    /** There is more, but it must not be seen yet: waiting here keeps the processor from asking over and over. */
    private void awaitRelease(int timeout, TimeUnit unit) throws InterruptedException {
        lock.lock();
        try {
            if (last != Long.MAX_VALUE) {
                released.await(timeout, unit);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean beyond(TrackedEventMessage<?> message) {
        OptionalLong position = message.trackingToken().position();
        return position.isPresent() && position.getAsLong() > last;
    }
}
