package io.devicetrail.eventstore.stream;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections on which the log is read. Whoever waits for a record holds one of the pool's, so a server that vanished
 * without a word must not keep them for as long as the longest statement of anything else may take.
 *
 * @param silence how long the server may say nothing before it counts as gone
 */
record ReadConnections(DataSource dataSource, Duration silence) {
    /** As long as a caller waits for the answer to a command. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** The pool sets the time back when the connection is returned. */
    Connection open() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
