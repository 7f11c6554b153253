package io.devicetrail.app.replay;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private final Set<Runnable> wakeUps = ConcurrentHashMap.newKeySet();
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
        wakeUps.forEach(Runnable::run);
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
        private @Nullable Runnable wakeUp;

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
            return stream.hasNextAvailable(timeout, unit) && !held();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            Runnable before = wakeUp;
            if (before != null) {
                wakeUps.remove(before);
            }
            wakeUp = callback;
            wakeUps.add(callback);
            return stream.setOnAvailableCallback(callback);
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            Runnable before = wakeUp;
            if (before != null) {
                wakeUps.remove(before);
            }
            stream.close();
        }
    }

    private boolean beyond(TrackedEventMessage<?> message) {
        OptionalLong position = message.trackingToken().position();
        return position.isPresent() && position.getAsLong() > last;
    }
}
