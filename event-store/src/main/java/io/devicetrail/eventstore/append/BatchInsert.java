package io.devicetrail.eventstore.append;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores a batch of appends in one transaction on a connection of its own. Used by one thread.
 *
 * <p>Conflicts are rare, so the insert is tried as it is; only when a unique index objects is the batch looked at one
 * append at a time, under the same lock, and the losers left out.
 */
final class BatchInsert implements AutoCloseable {
    /** Advisory lock of the log: whoever holds it assigns the next indexes. */
    private static final long LOG_LOCK = 0x6465_7669_6365_746CL;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final Instant EPOCH = Instant.EPOCH;

    private static final String LAST = "select coalesce(max(index), -1) from log.event";
    private static final String INSERT = """
            insert into log.event (index, aggregate_type, aggregate_id, sequence, event_id, command_id, command_ordinal,
                                   name, revision, recorded_at, payload, metadata)
            select r.index, r.aggregate_type, r.aggregate_id, r.sequence, r.event_id, r.command_id, r.command_ordinal,
                   r.name, r.revision, timestamptz 'epoch' + r.micros * interval '1 microsecond', r.payload, r.metadata
              from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::text[],
                          ?::int[], ?::bigint[], ?::bytea[], ?::bytea[])
                   as r(index, aggregate_type, aggregate_id, sequence, event_id, command_id, command_ordinal, name,
                        revision, micros, payload, metadata)""";
    /** Lateral with a limit: a bad row estimate cannot turn it into a scan of the log. */
    private static final String CONFLICTS = """
            select r.n
              from unnest(?::text[], ?::bigint[], ?::text[], ?::int[]) with ordinality
                   as r(aggregate_id, sequence, command_id, command_ordinal, n)
              left join lateral (select 1 as hit from log.event e
                                  where e.aggregate_id = r.aggregate_id and e.sequence = r.sequence limit 1) s on true
              left join lateral (select 1 as hit from log.event e
                                  where e.command_id = r.command_id and e.command_ordinal = r.command_ordinal limit 1) c
                     on true
             where s.hit is not null or c.hit is not null""";

    private static final String KIND = "insert into log.event_kind values (?, ?, ?) on conflict do nothing";

    private final DataSource dataSource;
    private final LogWriterSettings settings;
    private final UUID node;
    private final Set<String> kindsStored = new HashSet<>();
    private @Nullable Connection connection;
    private boolean inCommit;

    /** @param node whose notices of new events these are */
    BatchInsert(DataSource dataSource, LogWriterSettings settings, UUID node) {
        this.node = node;
        this.dataSource = dataSource;
        this.settings = settings;
    }

    /** Whether the last failure left open if the batch was stored. */
    boolean brokeInCommit() {
        return inCommit;
    }

    /** Stores the batch and tells each append its outcome; throws if the database could not be asked. */
    void store(List<Append> batch) throws SQLException {
        inCommit = false;
        try {
            try {
                storeAll(batch);
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                connection().rollback();
                storeWithoutLosers(batch);
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void storeAll(List<Append> batch) throws SQLException {
        long last = lockAndReadLast();
        insertAndCommit(batch, last);
    }

    private void storeWithoutLosers(List<Append> batch) throws SQLException {
        long last = lockAndReadLast();
        List<Append> winners = new ArrayList<>();
        List<Append> losers = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Set<Integer> conflicting = conflicting(batch);
        int row = 0;
        for (Append append : batch) {
            boolean wins = true;
            Set<String> claims = new HashSet<>();
            for (EventRow event : append.rows()) {
                row++;
                wins &= !conflicting.contains(row)
                        & claims.add("s " + event.sequence() + " " + event.aggregateId())
                        & claims.add("c " + event.ordinal() + " " + event.commandId());
            }
            wins &= claims.stream().noneMatch(taken::contains);
            (wins ? winners : losers).add(append);
            if (wins) {
                taken.addAll(claims);
            }
        }
        insertAndCommit(winners, last);
        losers.forEach(append -> append.lastIndex()
                .completeExceptionally(new AppendConflictException(
                        "Another change of " + append.rows().getFirst().aggregateId()
                                + " was stored first, or this command was stored before")));
    }

    private long lockAndReadLast() throws SQLException {
        Connection open = connection();
        try (Statement statement = open.createStatement()) {
            // The time-out is the server's: the driver's own would cost the writer a timer for each statement. The
            // notice
            // goes out with the commit, in the same round trip as the lock.
            statement.execute("set local statement_timeout = "
                    + settings.statementTimeout().toMillis()
                    + "; select pg_advisory_xact_lock(" + LOG_LOCK + "), pg_notify('" + LogChannel.NAME + "', '"
                    + node + "')");
            // A statement of its own: its snapshot must be younger than the lock.
            try (ResultSet last = statement.executeQuery(LAST)) {
                last.next();
                return last.getLong(1);
            }
        }
    }

    private void insertAndCommit(List<Append> appends, long last) throws SQLException {
        List<EventRow> rows =
                appends.stream().flatMap(append -> append.rows().stream()).toList();
        List<String> newKinds = new ArrayList<>();
        if (!rows.isEmpty()) {
            insert(rows, last + 1);
            newKinds = insertKinds(rows, last + 1);
        }
        inCommit = true;
        connection().commit();
        inCommit = false;
        kindsStored.addAll(newKinds);
        long index = last;
        for (Append append : appends) {
            index += append.rows().size();
            append.lastIndex().complete(index);
        }
    }

    private void insert(List<EventRow> rows, long first) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(INSERT)) {
            Long[] indexes = new Long[rows.size()];
            for (int i = 0; i < indexes.length; i++) {
                indexes[i] = first + i;
            }
            array(statement, 1, "int8", indexes);
            array(
                    statement,
                    2,
                    "text",
                    rows.stream().map(EventRow::aggregateType).toArray());
            array(statement, 3, "text", rows.stream().map(EventRow::aggregateId).toArray());
            array(statement, 4, "int8", rows.stream().map(EventRow::sequence).toArray());
            array(statement, 5, "text", rows.stream().map(EventRow::eventId).toArray());
            array(statement, 6, "text", rows.stream().map(EventRow::commandId).toArray());
            array(statement, 7, "int4", rows.stream().map(EventRow::ordinal).toArray());
            array(statement, 8, "text", rows.stream().map(EventRow::name).toArray());
            array(statement, 9, "int4", rows.stream().map(EventRow::revision).toArray());
            array(
                    statement,
                    10,
                    "int8",
                    rows.stream()
                            .map(row -> ChronoUnit.MICROS.between(EPOCH, row.recordedAt()))
                            .toArray());
            array(statement, 11, "bytea", rows.stream().map(EventRow::payload).toArray(byte[][]::new));
            array(statement, 12, "bytea", rows.stream().map(EventRow::metadata).toArray(byte[][]::new));
            statement.executeUpdate();
        }
    }

    private List<String> insertKinds(List<EventRow> rows, long first) throws SQLException {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            EventRow row = rows.get(i);
            String kind = row.name() + " " + row.revision();
            if (kindsStored.contains(kind) || added.contains(kind)) {
                continue;
            }
            try (PreparedStatement statement = connection().prepareStatement(KIND)) {
                statement.setString(1, row.name());
                statement.setInt(2, row.revision());
                statement.setLong(3, first + i);
                statement.executeUpdate();
            }
            added.add(kind);
        }
        return added;
    }

    /** Numbers, from 1 over the whole batch, of the rows the log has no place for. */
    private Set<Integer> conflicting(List<Append> batch) throws SQLException {
        List<EventRow> rows =
                batch.stream().flatMap(append -> append.rows().stream()).toList();
        try (PreparedStatement statement = connection().prepareStatement(CONFLICTS)) {
            array(statement, 1, "text", rows.stream().map(EventRow::aggregateId).toArray());
            array(statement, 2, "int8", rows.stream().map(EventRow::sequence).toArray());
            array(statement, 3, "text", rows.stream().map(EventRow::commandId).toArray());
            array(statement, 4, "int4", rows.stream().map(EventRow::ordinal).toArray());
            Set<Integer> numbers = new HashSet<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    numbers.add(found.getInt(1));
                }
            }
            return numbers;
        }
    }

    private void array(PreparedStatement statement, int parameter, String type, Object[] values) throws SQLException {
        Array array = connection().createArrayOf(type, values);
        statement.setArray(parameter, array);
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // The connection is broken already; there is nothing left to lose.
                org.slf4j.LoggerFactory.getLogger(BatchInsert.class).debug("closing failed", e);
            }
        }
    }
}
