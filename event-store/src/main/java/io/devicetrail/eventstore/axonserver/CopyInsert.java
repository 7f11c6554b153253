package io.devicetrail.eventstore.axonserver;

import io.devicetrail.eventstore.append.EventKind;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.append.LogChannel;
import io.devicetrail.eventstore.append.RowInsert;
import io.devicetrail.eventstore.append.WriterSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the copier asks of the database. Used by one thread. */
final class CopyInsert {
    /** Advisory lock of the copier, held as long as it copies. */
    private static final long COPIER_LOCK = 0x6465_7669_6370_7972L;
    /** How long one statement may take. */
    private static final int STATEMENT_SECONDS = 10;
    /** A batch has a few of them. */
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(3 * STATEMENT_SECONDS);

    private static final String UNIQUE_VIOLATION = "23505";
    /** An index look-up per command: a bad row estimate cannot turn it into a scan of the log. */
    private static final String ORDINALS = """
            select c.id, (select max(e.command_ordinal) from log.event e where e.command_id = c.id)
              from unnest(?::text[]) as c(id)""";

    private final UUID node;
    private final Set<EventKind> kindsStored = new HashSet<>();

    /** @param node whose notices of new events these are */
    CopyInsert(UUID node) {
        this.node = node;
    }

    /**
     * Until the connection ends or {@link #unlock}; false if another node has it. The server itself ends a connection
     * that is silent, from before it has the lock: a node that froze or fell off the network must not hold it until TCP
     * gives it up.
     */
    boolean lock(Connection connection) throws SQLException {
        boolean got = false;
        WriterSession.begin(connection, Duration.ofSeconds(STATEMENT_SECONDS), LONGEST_BATCH);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set idle_session_timeout = " + WriterSession.SILENCE.toMillis());
            try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + COPIER_LOCK + ")")) {
                got = row.next() && row.getBoolean(1);
            }
        } finally {
            if (!got) {
                restore(connection);
            }
        }
        kindsStored.clear();
        return got;
    }

    /** Says so to the server while there is nothing to copy. */
    void stillHere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select");
        }
        connection.rollback();
    }

    /** The connection goes back to the pool as it came. */
    void unlock(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock(" + COPIER_LOCK + ")");
        }
        restore(connection);
    }

    private static void restore(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("reset idle_session_timeout");
        }
        WriterSession.end(connection);
    }

    long last(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(RowInsert.LAST)) {
            last.next();
            long index = last.getLong(1);
            connection.rollback();
            return index;
        }
    }

    /**
     * Stores the rows in one transaction.
     *
     * @param first index of the first of them
     * @throws ForeignLogException if the table does not end before the first, or has a place of theirs taken
     */
    void store(Connection connection, List<EventRow> rows, long first) throws SQLException {
        try {
            lockAndRequire(connection, first);
            List<EventRow> numbered = numbered(connection, rows);
            RowInsert.rows(connection, numbered, first, STATEMENT_SECONDS);
            List<EventKind> kinds = RowInsert.kinds(connection, numbered, first, kindsStored);
            connection.commit();
            kindsStored.addAll(kinds);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new ForeignLogException("The table log.event has no place for Axon Server's events from " + first
                        + " on: " + e.getMessage());
            }
            throw e;
        }
    }

    private void lockAndRequire(Connection connection, long first) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.execute("select pg_advisory_xact_lock(" + RowInsert.LOG_LOCK + "), pg_notify('" + LogChannel.NAME
                    + "', '" + node + "')");
            // A statement of its own: its snapshot must be younger than the lock.
            try (ResultSet last = statement.executeQuery(RowInsert.LAST)) {
                last.next();
                if (last.getLong(1) != first - 1) {
                    throw new ForeignLogException("The table log.event ends with event " + last.getLong(1)
                            + " where the copier had left " + (first - 1) + ": somebody else writes to it");
                }
            }
        }
    }

    /**
     * Numbers the events of each command, from 0. Should Axon Server hold a command twice (see {@link StoredOnce}), the
     * numbers go on: the copy leaves nothing out.
     */
    private static List<EventRow> numbered(Connection connection, List<EventRow> rows) throws SQLException {
        Map<String, Integer> next = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ORDINALS)) {
            statement.setQueryTimeout(STATEMENT_SECONDS);
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            rows.stream().map(EventRow::commandId).distinct().toArray()));
            try (ResultSet last = statement.executeQuery()) {
                while (last.next()) {
                    String command = last.getString(1);
                    int ordinal = last.getInt(2);
                    next.put(command, last.wasNull() ? 0 : ordinal + 1);
                }
            }
        }
        List<EventRow> numbered = new ArrayList<>(rows.size());
        for (EventRow row : rows) {
            numbered.add(row.withOrdinal(next.merge(row.commandId(), 1, Integer::sum) - 1));
        }
        return numbered;
    }
}
