package io.devicetrail.eventstore.stream;

import static org.axonframework.eventsourcing.EventStreamUtils.upcastAndDeserializeDomainEvents;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.eventstore.append.AppendConflictException;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.catalogue.EventUpcasts;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Axon's storage engine on the log. The index is gap-free in commit order, so a plain sequence token is enough: a
 * reader that has seen index n has seen everything before n (see {@link LogWriter}).
 */
public final class PostgresEventStorageEngine extends BatchingEventStorageEngine {
    private final LogWriter writer;
    private final LogReads reads;
    private final Snapshots snapshots;
    private final AggregateReads aggregates;

    private PostgresEventStorageEngine(Builder builder, LogWriter writer, LogReads reads, Snapshots snapshots) {
        super(builder);
        this.writer = writer;
        this.reads = reads;
        this.snapshots = snapshots;
        this.aggregates = reads.aggregates(snapshots);
    }

    /** @param eventSerializer writes and reads payloads and metadata; its type names are the stored names */
    public static PostgresEventStorageEngine on(
            LogWriter writer, LogReads reads, Snapshots snapshots, Serializer eventSerializer) {
        Builder builder = new Builder();
        builder.eventSerializer(eventSerializer).snapshotSerializer(snapshots.serializer());
        builder.batchSize(LogReads.PAGE).upcasterChain(new EventUpcasts());
        builder.finalAggregateBatchPredicate(LogReads::isLast);
        return new PostgresEventStorageEngine(builder, writer, reads, snapshots);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (events.isEmpty()) {
            return;
        }
        List<EventRow> rows = new ArrayList<>(events.size());
        Map<String, Integer> ordinals = new HashMap<>();
        for (EventMessage<?> event : events) {
            rows.add(row(event, serializer, ordinals));
        }
        try {
            writer.append(rows);
        } catch (AppendConflictException e) {
            throw new ConcurrencyException(e.getMessage(), e);
        }
    }

    private static EventRow row(EventMessage<?> event, Serializer serializer, Map<String, Integer> ordinals) {
        Object commandId = event.getMetaData().get(Metadata.COMMAND_ID);
        String command = commandId == null ? event.getIdentifier() : commandId.toString();
        int ordinal = ordinals.merge(command, 0, (before, zero) -> before + 1);
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        SerializedObject<byte[]> metadata = event.serializeMetaData(serializer, byte[].class);
        DomainEventMessage<?> domainEvent = event instanceof DomainEventMessage<?> d ? d : null;
        return new EventRow(
                domainEvent == null ? null : domainEvent.getType(),
                domainEvent == null ? event.getIdentifier() : domainEvent.getAggregateIdentifier(),
                domainEvent == null ? 0 : domainEvent.getSequenceNumber(),
                event.getIdentifier(),
                command,
                ordinal,
                payload.getType().getName(),
                Integer.parseInt(payload.getType().getRevision()),
                event.getTimestamp().truncatedTo(ChronoUnit.MICROS),
                payload.getData(),
                metadata.getData());
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
        long after = lastToken == null ? -1 : lastToken.position().orElse(-1);
        List<TrackedEventData<byte[]>> page = reads.after(after, batchSize);
        if (!page.isEmpty()) {
            TrackedEventData<byte[]> last = page.getLast();
            writer.seen(last.trackingToken().position().orElse(-1), last.getEventIdentifier());
        }
        return page;
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
        return reads.ofAggregate(aggregateIdentifier, firstSequenceNumber, batchSize);
    }

    /** An aggregate as commands need it: its snapshot, if there is one, and all events after it. */
    DomainEventStream readAggregate(String aggregateIdentifier) {
        return aggregates
                .of(aggregateIdentifier, LogReads.PAGE)
                .map(found -> stream(aggregateIdentifier, found))
                .orElseGet(() -> readEvents(aggregateIdentifier, 0));
    }

    /** One row, where the first page of a stream may be of megabytes. */
    Optional<Object> readFirst(String aggregateIdentifier) {
        return upcastAndDeserializeDomainEvents(
                        reads.ofAggregate(aggregateIdentifier, 0, 1).stream(), getEventSerializer(), upcasterChain)
                .asStream()
                .<Object>map(DomainEventMessage::getPayload)
                .findFirst();
    }

    private DomainEventStream stream(String aggregateIdentifier, AggregateReads.Found found) {
        DomainEventStream events =
                upcastAndDeserializeDomainEvents(found.events().stream(), getEventSerializer(), upcasterChain);
        if (!LogReads.isLast(found.events())) {
            events = DomainEventStream.concat(
                    events,
                    readEvents(aggregateIdentifier, found.events().getLast().getSequenceNumber() + 1));
        }
        return found.snapshot() == null
                ? events
                : DomainEventStream.concat(
                        upcastAndDeserializeDomainEvents(
                                Stream.of(found.snapshot()), getSnapshotSerializer(), upcasterChain),
                        events);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return reads.lastSequence(aggregateIdentifier);
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(-1);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(reads.head());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return new GlobalSequenceTrackingToken(reads.lastBefore(dateTime));
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        snapshots.store(snapshot);
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return snapshots.of(aggregateIdentifier).stream();
    }

    private static final class Builder extends BatchingEventStorageEngine.Builder {}
}
