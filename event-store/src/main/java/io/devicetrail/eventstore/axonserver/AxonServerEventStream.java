package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.devicetrail.eventstore.catalogue.EventUpcasts;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Axon Server's events in the order of their indexes, none left out. Used by one thread. */
final class AxonServerEventStream implements TrackingEventStream {
    /** Longest wait at a time: a stream that was closed meanwhile is noticed no later. */
    private static final long LOOK_MILLIS = 500;

    private static final EventUpcasts UPCASTS = new EventUpcasts();

    private final EventStream stream;
    private final StoredEvents stored;
    private final Serializer serializer;
    private long due;
    private @Nullable TrackedEventMessage<?> next;

    /** @param after index of the last event that the reader has seen */
    AxonServerEventStream(EventStream stream, long after, StoredEvents stored, Serializer serializer) {
        this.stream = stream;
        this.due = after + 1;
        this.stored = stored;
        this.serializer = serializer;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (next == null) {
            take(stream.nextIfAvailable());
        }
        return Optional.ofNullable(next);
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(timeout);
        while (peek().isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            take(stream.nextIfAvailable(Math.min(left, LOOK_MILLIS), TimeUnit.MILLISECONDS));
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS)) {
            // Nobody waits that long.
        }
        TrackedEventMessage<?> given = Objects.requireNonNull(next);
        next = null;
        return given;
    }

    private void take(@Nullable EventWithToken given) {
        if (given == null) {
            if (stream.isClosed()) {
                throw new EventStoreException(
                        "Axon Server has ended the stream of events",
                        stream.getError().orElse(null));
            }
            return;
        }
        if (given.getToken() != due) {
            throw new EventStoreException(
                    "Axon Server gave event " + given.getToken() + " where event " + due + " was due");
        }
        next = EventUtils.upcastAndDeserializeTrackedEvents(
                        Stream.of(new TrackedDomainEventData<>(
                                new GlobalSequenceTrackingToken(due), stored.entry(given.getEvent()))),
                        serializer,
                        UPCASTS)
                .findFirst()
                .orElseThrow();
        due++;
    }

    /** Every event is given: a reader that has seen an index has been offered all before it. */
    @Override
    public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
        // Left to the reader, which goes past what it does not handle.
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        stream.onAvailable(callback);
        return true;
    }

    @Override
    public void close() {
        stream.close();
    }
}
