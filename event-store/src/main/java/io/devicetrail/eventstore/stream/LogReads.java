package io.devicetrail.eventstore.stream;

import io.devicetrail.domain.shared.LogPlaces;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/** What is read from the log, page by page, each on a connection of its own. */
public final class LogReads implements LogPositions, LogPlaces, StoredStreams {
    /** Most events of one page. */
    public static final int PAGE = 1_000;
    /** A page of so many bytes of payloads and metadata takes no more events; one larger than that is alone in its page. */
    static final long PAGE_BYTES = 8L << 20;

    private static final String BYTES_BEFORE = "sum(octet_length(payload) + octet_length(metadata))"
            + " over (order by %s rows unbounded preceding) - octet_length(payload) - octet_length(metadata) as before";
    /** Of a column {@code before}: bytes of the rows of the page before this one. Nothing is read of a long value for it. */
    static final String BYTES_BEFORE_INDEX = BYTES_BEFORE.formatted("index");
    /** The same for the events of one aggregate. */
    static final String BYTES_BEFORE_SEQUENCE = BYTES_BEFORE.formatted("sequence");

    private static final String COLUMNS =
            "select index, aggregate_type, aggregate_id, sequence, event_id, name, revision, recorded_at, payload, metadata ";

    private final ReadConnections connections;

    public LogReads(DataSource dataSource) {
        this(new ReadConnections(dataSource, ReadConnections.LONGEST_SILENCE));
    }

    LogReads(ReadConnections connections) {
        this.connections = connections;
    }

    AggregateReads aggregates(Snapshots snapshots) {
        return new AggregateReads(connections, snapshots);
    }

    /** Events with an index greater than {@code index}, in order; fewer than there are where they are long. */
    public List<TrackedEventData<byte[]>> after(long index, int most) {
        return list(
                COLUMNS + "from (" + COLUMNS + ", " + BYTES_BEFORE_INDEX
                        + " from log.event where index > ? order by index limit ?)"
                        + " page where before < ? order by index",
                row -> new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(row.getLong(1)), entry(row)),
                index,
                most,
                PAGE_BYTES);
    }

    /** Events of one aggregate from a sequence number on, in order; fewer than there are where they are long. */
    List<DomainEventData<byte[]>> ofAggregate(String aggregateId, long firstSequence, int most) {
        return list(
                COLUMNS + "from (" + COLUMNS + ", " + BYTES_BEFORE_SEQUENCE
                        + " from log.event where aggregate_id = ? and index >= 0 and sequence >= ?"
                        + " order by sequence limit ?) page where before < ? order by sequence",
                LogReads::entry,
                aggregateId,
                firstSequence,
                most,
                PAGE_BYTES);
    }

    /** Whether an aggregate has no more events after those of this page. */
    static boolean isLast(List<? extends DomainEventData<?>> page) {
        long bytes = 0;
        for (DomainEventData<?> event : page) {
            bytes += ((byte[]) event.getPayload().getData()).length
                    + ((byte[]) event.getMetaData().getData()).length;
        }
        return page.size() < PAGE && bytes < PAGE_BYTES;
    }

    /** By sequence, which is indexed for each aggregate; the place of the last one read gives it. */
    @Override
    public List<StoredEntry> stored(String stream, long afterIndex) {
        return list(
                "select index, name, revision, payload, metadata from log.event"
                        + " where aggregate_id = ? and index >= 0 and index > ? and sequence > coalesce("
                        + "(select sequence from log.event where index = ? and aggregate_id = ?), -1)"
                        + " order by sequence limit ?",
                row -> new StoredEntry(
                        row.getLong(1), stream, row.getString(2), row.getInt(3), row.getBytes(4), row.getBytes(5)),
                stream,
                afterIndex,
                afterIndex,
                stream,
                StoredStreams.PAGE);
    }

    @Override
    public Optional<LogPlace> placeOf(long index) {
        return list(
                        "select aggregate_id, sequence from log.event where index = ? and index >= 0",
                        row -> new LogPlace(row.getString(1), row.getLong(2)),
                        index)
                .stream()
                .findFirst();
    }

    @Override
    public Set<String> begun(Collection<String> streams) {
        return Set.copyOf(list(
                "select s.id from unnest(?::text[]) as s(id)"
                        + " where exists (select 1 from log.event e where e.aggregate_id = s.id and e.index >= 0)",
                row -> row.getString(1),
                (Object) streams.toArray(String[]::new)));
    }

    @Override
    public Set<String> goneOn(Collection<String> streams, String since) {
        return Set.copyOf(list(
                "select s.id from unnest(?::text[]) as s(id)"
                        + " where exists (select 1 from log.event e where e.aggregate_id = s.id and e.index > coalesce("
                        + "(select f.index from log.event f where f.aggregate_id = ? and f.sequence = 0 and f.index >= 0), -1))",
                row -> row.getString(1),
                streams.toArray(String[]::new),
                since));
    }

    /** By the few events of the command, however many the stream has. */
    @Override
    public boolean wrote(String commandId, String stream) {
        return !list(
                        "select 1 from log.event where command_id = ? and aggregate_id = ? and index >= 0 limit 1",
                        row -> row.getLong(1),
                        commandId,
                        stream)
                .isEmpty();
    }

    public Optional<Long> lastSequence(String aggregateId) {
        return list(
                        "select max(sequence) from log.event where aggregate_id = ? and index >= 0",
                        LogReads::number,
                        aggregateId)
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public long head() {
        return single("select coalesce(max(index), -1) from log.event");
    }

    @Override
    public OptionalLong lastOf(String commandId) {
        long index = single("select coalesce(max(index), -1) from log.event where command_id = ?", commandId);
        return index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
    }

    /** Those of the commands that the log holds an event of. */
    public Set<String> storedOf(Collection<String> commandIds) {
        return Set.copyOf(list(
                "select c.id from unnest(?::text[]) as c(id)"
                        + " where exists (select 1 from log.event e where e.command_id = c.id)",
                row -> row.getString(1),
                (Object) commandIds.toArray(String[]::new)));
    }

    /** The event with this index; empty if the log has not come that far. */
    public Optional<DomainEventData<byte[]>> at(long index) {
        return list(COLUMNS + "from log.event where index = ?", LogReads::domainEvent, index).stream()
                .findFirst();
    }

    /** Index of the last event before the first one recorded at {@code instant} or later. */
    public long lastBefore(Instant instant) {
        return single(
                "select coalesce((select min(index) - 1 from log.event where recorded_at >= ?),"
                        + " (select coalesce(max(index), -1) from log.event))",
                OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    /** Names and revisions the log holds, as {@code name revision}. */
    public List<String> kinds() {
        return list(
                "select name, revision from log.event_kind order by name, revision",
                row -> row.getString(1) + " " + row.getInt(2));
    }

    private static GenericDomainEventEntry<byte[]> entry(ResultSet row) throws SQLException {
        Instant recordedAt = row.getObject(8, OffsetDateTime.class).toInstant();
        return new GenericDomainEventEntry<>(
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                // As text: given an Instant, Axon's entry would keep milliseconds only.
                recordedAt.toString(),
                row.getString(6),
                String.valueOf(row.getInt(7)),
                row.getBytes(9),
                row.getBytes(10));
    }

    private static DomainEventData<byte[]> domainEvent(ResultSet row) throws SQLException {
        return entry(row);
    }

    private static Optional<Long> number(ResultSet row) throws SQLException {
        long number = row.getLong(1);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    private long single(String sql, Object... parameters) {
        return list(sql, row -> row.getLong(1), parameters).getFirst();
    }

    private <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... parameters) {
        try (Connection connection = connections.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reading.of(result));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new EventStoreException("The log cannot be read: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }
}
