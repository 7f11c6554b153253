package io.devicetrail.eventstore.stream;

import io.devicetrail.eventstore.append.LogChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears that another node has added to the log, by a connection of its own. A notice may be lost with the connection;
 * readers poll as well, so that costs a moment and no event.
 */
public final class LogNotices implements AutoCloseable {
    /** Longest wait for a notice before the connection is looked at again; also how long a stop may take. */
    private static final Duration LISTEN = Duration.ofMillis(200);
    /** Between two tries to get a connection. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(LogNotices.class);

    private final DataSource dataSource;
    private final String ownNode;
    private final Runnable heard;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean listening;

    /** @param ownNode of the writer whose notices are not news here */
    public LogNotices(DataSource dataSource, String ownNode, Runnable heard) {
        this.dataSource = dataSource;
        this.ownNode = ownNode;
        this.heard = heard;
        this.thread = Thread.ofPlatform().name("log-notices").daemon().start(this::run);
    }

    /** Whether a notice sent now would be heard. */
    public boolean listening() {
        return listening;
    }

    private void run() {
        while (open()) {
            try (Connection connection = dataSource.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                LOG.debug("no notices of other nodes for now: {}", e.toString());
                pause();
            } finally {
                listening = false;
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + LogChannel.NAME);
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        listening = true;
        // What was stored before the first word was heard.
        heard.run();
        try {
            while (open()) {
                for (PGNotification notice : postgres.getNotifications((int) LISTEN.toMillis())) {
                    if (!notice.getParameter().equals(ownNode)) {
                        heard.run();
                        break;
                    }
                }
            }
        } finally {
            listening = false;
            if (!connection.isClosed()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                }
            }
        }
    }

    private void pause() {
        try {
            closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    private boolean open() {
        return closed.getCount() > 0;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(LISTEN.plus(RETRY));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
