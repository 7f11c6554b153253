package io.devicetrail.audit.trail;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Reads whatever event store Axon is configured with, by the same stream that feeds the projections. */
@Component
final class AxonLogReader implements LogReader {
    /** An event at or below the head is stored already: waiting longer than this means that the store is away. */
    private static final int PATIENCE_SECONDS = 30;

    private final EventStore store;

    AxonLogReader(EventStore store) {
        this.store = store;
    }

    @Override
    public long head() throws LogUnreadable {
        try {
            TrackingToken head = store.createHeadToken();
            return head == null ? -1 : head.position().orElse(-1);
        } catch (RuntimeException e) {
            throw new LogUnreadable("the log did not tell its head: " + e.getMessage(), e);
        }
    }

    /** A tenant's short name is the id of its own stream, which begins with its creation; the installation always is. */
    @Override
    public boolean knows(TenantId tenant) throws LogUnreadable {
        if (tenant.equals(TenantId.INSTALLATION)) {
            return true;
        }
        try {
            return store.readEvents(tenant.value()).hasNext();
        } catch (RuntimeException e) {
            throw new LogUnreadable("the log did not tell whether it knows " + tenant + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void read(long first, long last, Sink sink) throws IOException {
        if (first > last) {
            return;
        }
        TrackingToken before = first == 0 ? null : new GlobalSequenceTrackingToken(first - 1);
        try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(before)) {
            for (long index = first; index <= last; index++) {
                sink.accept(logged(next(stream, index), index));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the log");
        }
    }

    private static TrackedEventMessage<?> next(BlockingStream<TrackedEventMessage<?>> stream, long index)
            throws LogUnreadable, InterruptedException {
        try {
            if (stream.hasNextAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return stream.nextAvailable();
            }
        } catch (RuntimeException e) {
            // The engines' own exceptions for a store that is away share no type.
            throw new LogUnreadable("the log did not give event " + index + ": " + e.getMessage(), e);
        }
        throw new LogUnreadable("the log did not give event " + index + " within " + PATIENCE_SECONDS + " s");
    }

    private static LoggedEvent logged(TrackedEventMessage<?> message, long index) throws LogUnreadable {
        long given = message.trackingToken().position().orElse(-1);
        if (given != index) {
            throw new LogUnreadable("the log gave event " + given + " where event " + index + " was due");
        }
        StoredEvent stored = EventCatalogue.of(message.getPayloadType())
                .orElseThrow(() -> new LogUnreadable("event " + index + " is not in the catalogue: "
                        + message.getPayloadType().getName()));
        Map<String, String> metadata = new TreeMap<>();
        message.getMetaData().forEach((name, value) -> {
            if (value != null) {
                metadata.put(name, value.toString());
            }
        });
        return new LoggedEvent(index, stored.name(), message.getTimestamp(), message.getPayload(), metadata);
    }
}
