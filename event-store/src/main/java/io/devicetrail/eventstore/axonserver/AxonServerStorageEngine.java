package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.event.Event;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.devicetrail.eventstore.catalogue.EventUpcasts;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogReads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Axon's storage engine on Axon Server. Tokens, indexes, names and bytes are those of the engine on PostgreSQL, and so
 * are the snapshots, which stay in PostgreSQL.
 */
public final class AxonServerStorageEngine extends AbstractEventStorageEngine {
    private final AxonServerLog server;
    private final StoredEvents stored;
    private final CopiedLog copy;
    private final StoredOnce storedOnce;
    private final LogReads reads;
    private final Snapshots snapshots;

    private AxonServerStorageEngine(
            Builder builder,
            AxonServerLog server,
            CopiedLog copy,
            LogReads reads,
            Snapshots snapshots,
            Serializer eventSerializer) {
        super(builder);
        this.server = server;
        this.stored = new StoredEvents(eventSerializer);
        this.copy = copy;
        this.storedOnce = new StoredOnce(copy);
        this.reads = reads;
        this.snapshots = snapshots;
    }

    /**
     * @param copy of the same server's events
     * @param reads of the copy
     * @param eventSerializer writes and reads payloads and metadata; its type names are the stored names
     */
    public static AxonServerStorageEngine on(
            AxonServerLog server, CopiedLog copy, LogReads reads, Snapshots snapshots, Serializer eventSerializer) {
        Builder builder = new Builder();
        builder.eventSerializer(eventSerializer)
                .snapshotSerializer(snapshots.serializer())
                .upcasterChain(new EventUpcasts());
        return new AxonServerStorageEngine(builder, server, copy, reads, snapshots, eventSerializer);
    }

    /** At once, and not when the unit of work commits: whoever asked learns here what came of it. */
    @Override
    protected void appendEvents(List<? extends EventMessage<?>> messages, Serializer serializer) {
        if (messages.isEmpty()) {
            return;
        }
        copy.requireSound();
        List<Event> events = new ArrayList<>(messages.size());
        for (EventMessage<?> message : messages) {
            events.add(stored.event(message));
        }
        storedOnce.append(messages, () -> server.append(events));
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readEventData(String aggregateId, long firstSequence) {
        AggregateReading reading = new AggregateReading(
                server.ofAggregate(aggregateId, firstSequence), aggregateId, firstSequence, stored::entry);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(reading, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** For Axon's interface only: {@link AxonServerEventStore} streams. */
    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(@Nullable TrackingToken token, boolean mayBlock) {
        throw new UnsupportedOperationException("open a stream of the event store instead");
    }

    AxonServerEventStream openStream(@Nullable TrackingToken token) {
        long after = token == null ? -1 : token.position().orElse(-1);
        return new AxonServerEventStream(server.after(after), after, stored, getEventSerializer());
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateId) {
        long last = asked(() -> server.lastSequence(aggregateId));
        return last < 0 ? Optional.empty() : Optional.of(last);
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(-1);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(asked(server::head));
    }

    /** From the copy, which knows the times to the microsecond. */
    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return asked(() -> {
            copy.awaitHead();
            return new GlobalSequenceTrackingToken(reads.lastBefore(dateTime));
        });
    }

    private static <T> T asked(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (LogUnavailableException e) {
            throw new EventStoreException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        snapshots.store(snapshot);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateId) {
        return snapshots.of(aggregateId).stream();
    }

    private static final class Builder extends AbstractEventStorageEngine.Builder {}
}
