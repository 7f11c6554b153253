package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * What a connection has to have before it takes the log's lock, whatever the role's or the database's defaults are.
 *
 * <p>Whoever holds the lock stops the logs of all nodes. So the server itself ends a connection whose node froze or fell
 * off the network: TCP would take minutes or hours to give it up. And the last index is read under the lock by a
 * statement of its own, which sees what was committed before only if each statement takes a snapshot of its own. Its
 * statements are planned once: batches differ in their length only.
 */
public final class WriterSession {
    /** After so long without a word in a transaction the server ends the connection, and the lock is free. */
    public static final Duration SILENCE = Duration.ofSeconds(5);

    private WriterSession() {}

    /**
     * @param connection outside of a transaction
     * @param lockWait after it a statement that waits for a lock fails with 55P03
     * @param longest after it a transaction is ended with its connection, also one whose statement arrived by half
     */
    public static void begin(Connection connection, Duration lockWait, Duration longest) throws SQLException {
        execute(
                connection,
                "set default_transaction_isolation = 'read committed'; set idle_in_transaction_session_timeout = "
                        + SILENCE.toMillis() + "; set lock_timeout = " + lockWait.toMillis()
                        + "; set transaction_timeout = " + longest.toMillis()
                        + "; set plan_cache_mode = force_generic_plan");
    }

    /** The connection goes back to the pool as it came. */
    public static void end(Connection connection) throws SQLException {
        execute(
                connection,
                "reset default_transaction_isolation; reset idle_in_transaction_session_timeout; reset lock_timeout;"
                        + " reset transaction_timeout; reset plan_cache_mode");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
