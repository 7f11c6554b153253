package io.devicetrail.eventstore.stream;

import io.devicetrail.eventstore.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate's snapshot and the events after it, in one round trip: every command begins with them. A row below index
 * 0 is no event of the log: nobody who checks the log would see it.
 */
final class AggregateReads {
    private static final String SQL = """
            with snapshot as materialized (
                select sequence, name, revision, taken_at, aggregate_type, payload
                  from process.snapshot where aggregate_id = ? and %s)
            select true, sequence, name, revision, taken_at, aggregate_type, null, payload, null from snapshot
            union all
            (select false, sequence, name, revision::text, recorded_at, aggregate_type, event_id, payload, metadata
               from (select sequence, name, revision, recorded_at, aggregate_type, event_id, payload, metadata, %s
                       from log.event
                      where aggregate_id = ? and index >= 0 and sequence > coalesce((select sequence from snapshot), -1)
                      order by sequence limit ?) page
              where before < ?
              order by sequence)""".formatted(Snapshots.OF_ITS_OWN_TYPE, LogReads.BYTES_BEFORE_SEQUENCE);

    private final ReadConnections connections;
    private final Snapshots snapshots;

    AggregateReads(ReadConnections connections, Snapshots snapshots) {
        this.connections = connections;
        this.snapshots = snapshots;
    }

    /**
     * @param snapshot null if there is none
     * @param events after it, or from the beginning; at most as many as were asked for, and a page by its bytes
     */
    record Found(@Nullable DomainEventData<byte[]> snapshot, List<DomainEventData<byte[]>> events) {}

    /** Empty if there is a snapshot that today's code cannot take: then the events have to be read from the first on. */
    Optional<Found> of(String aggregateId, int most) {
        @Nullable DomainEventData<byte[]> snapshot = null;
        List<DomainEventData<byte[]>> events = new ArrayList<>();
        try (Connection connection = connections.open();
                PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, aggregateId);
            statement.setString(2, aggregateId);
            statement.setInt(3, most);
            statement.setLong(4, LogReads.PAGE_BYTES);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(1)) {
                        snapshot = entry(row, aggregateId, aggregateId, snapshots.noMetadata());
                    } else {
                        events.add(entry(row, aggregateId, row.getString(7), row.getBytes(9)));
                    }
                }
            }
        } catch (SQLException e) {
            throw new EventStoreException("The log cannot be read: " + e.getMessage(), e);
        }
        return snapshot == null || snapshots.current(snapshot)
                ? Optional.of(new Found(snapshot, events))
                : Optional.empty();
    }

    private static DomainEventData<byte[]> entry(ResultSet row, String aggregateId, String eventId, byte[] metadata)
            throws SQLException {
        return new GenericDomainEventEntry<>(
                row.getString(6),
                aggregateId,
                row.getLong(2),
                eventId,
                // As text: given an Instant, Axon's entry would keep milliseconds only.
                row.getObject(5, OffsetDateTime.class).toInstant().toString(),
                row.getString(3),
                row.getString(4),
                row.getBytes(8),
                metadata);
    }
}
