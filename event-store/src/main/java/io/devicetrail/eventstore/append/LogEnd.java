package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** Where the log ends, read under its lock and held against what this process has told of it. */
final class LogEnd {
    private final WriterConnection connection;
    private final UUID node;
    private final int seconds;
    private final Told told;

    /**
     * @param node whose notices of new events these are
     * @param seconds how long a statement may take
     */
    LogEnd(WriterConnection connection, Told told, UUID node, int seconds) {
        this.told = told;
        this.connection = connection;
        this.node = node;
        this.seconds = seconds;
    }

    /**
     * Begins a transaction that has the log's lock. Gives the index of the last event, -1 for none.
     *
     * @throws LogFellBackException if it is below an index that was told, or on a new connection another event has that index
     */
    long lockAndRead() throws SQLException {
        return lockAndRead("");
    }

    /** As {@link #lockAndRead()}, but waits for the lock no longer than this. */
    long lockAndRead(Duration longest) throws SQLException {
        return lockAndRead("set local lock_timeout = " + longest.toMillis() + "; ");
    }

    private long lockAndRead(String first) throws SQLException {
        Connection open = connection.forTransaction();
        try (Statement statement = open.createStatement()) {
            statement.setQueryTimeout(seconds);
            // The notice goes out with the commit, in the same round trip as the lock.
            statement.execute(first + "select pg_advisory_xact_lock(" + RowInsert.LOG_LOCK + "), pg_notify('"
                    + LogChannel.NAME + "', '" + node + "')");
            // A statement of its own: its snapshot must be younger than the lock.
            try (ResultSet last = statement.executeQuery(RowInsert.LAST)) {
                last.next();
                return requireNotFallenBack(open, last.getLong(1));
            }
        }
    }

    private long requireNotFallenBack(Connection open, long last) throws SQLException {
        long known = told.index();
        if (last < known) {
            throw new LogFellBackException(known, last);
        }
        if (!connection.isCompared()) {
            told.requireStillThere(open, last, seconds);
            connection.wasCompared();
        }
        return last;
    }
}
