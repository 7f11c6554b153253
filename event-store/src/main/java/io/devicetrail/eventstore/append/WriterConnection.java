package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer's own connection: opened when it is needed, kept while it is well. Used by one thread. */
final class WriterConnection implements AutoCloseable {
    /** Milliseconds by which a database that answers with an error is faster than one that is given up. */
    private static final int NETWORK_GRACE = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

    private final DataSource dataSource;
    private final LogWriterSettings settings;
    private @Nullable Connection connection;
    private boolean compared;

    WriterConnection(DataSource dataSource, LogWriterSettings settings) {
        this.dataSource = dataSource;
        this.settings = settings;
    }

    Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            connection = open;
            compared = false;
            open.setNetworkTimeout(
                    Runnable::run,
                    NETWORK_GRACE + (int) settings.statementTimeout().toMillis());
            open.setAutoCommit(true);
            WriterSession.begin(open, settings.lockWait(), settings.statementTimeout());
        }
        return open;
    }

    /** Whether the log that this connection leads to was found to hold what was told. Before that nothing is stored by it. */
    boolean isCompared() throws SQLException {
        open();
        return compared;
    }

    void wasCompared() {
        compared = true;
    }

    /** For one statement that is a transaction by itself. */
    Connection forOneStatement() throws SQLException {
        Connection open = open();
        open.setAutoCommit(true);
        return open;
    }

    /** For a transaction, whatever came of the one before. */
    Connection forTransaction() throws SQLException {
        Connection open = open();
        rollback();
        open.setAutoCommit(false);
        return open;
    }

    /** What failed has no locks any more, but the connection must not wait in it for the next batch. */
    void rollback() throws SQLException {
        Connection open = connection;
        if (open != null && !open.getAutoCommit()) {
            open.rollback();
        }
    }

    /** Nobody knows where the connection stands: it must neither commit what it has begun nor answer anybody else. */
    void abandon() {
        Connection lost = connection;
        connection = null;
        if (lost != null) {
            try {
                lost.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("aborting failed", e);
            }
            closed(lost);
        }
    }

    /** Back to where it came from, as it came. */
    @Override
    public void close() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        try {
            if (!open.isClosed()) {
                rollback();
                open.setAutoCommit(true);
                WriterSession.end(open);
            }
        } catch (SQLException e) {
            LOG.debug("the connection could not be given back", e);
            abandon();
        }
        connection = null;
        closed(open);
    }

    private static void closed(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            // It is broken already; there is nothing left to lose.
            LOG.debug("closing failed", e);
        }
    }
}
