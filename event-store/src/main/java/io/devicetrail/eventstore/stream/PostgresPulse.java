package io.devicetrail.eventstore.stream;

import io.devicetrail.domain.shared.LogPulse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks PostgreSQL for a sign of life, a few times a second, on a connection of its own. */
public final class PostgresPulse implements LogPulse, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresPulse.class);
    private static final Duration EVERY = Duration.ofMillis(200);
    /** A server under load answers such a question in milliseconds; together with the above less than a second. */
    private static final Duration ANSWER = Duration.ofMillis(700);

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean beats = true;

    public PostgresPulse(DataSource dataSource) {
        this.dataSource = dataSource;
        this.thread = Thread.ofPlatform().name("log-pulse").daemon().start(this::run);
    }

    @Override
    public boolean beats() {
        return beats;
    }

    private void run() {
        while (open()) {
            try (Connection connection = dataSource.getConnection()) {
                feel(connection);
            } catch (SQLException | RuntimeException | Error e) {
                // An error too: a pulse that ended would have commands refused, or let through, for ever.
                lost(e);
                pause();
            }
        }
    }

    private void feel(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
        try (Statement statement = connection.createStatement()) {
            while (open()) {
                statement.execute("select 1");
                if (!beats) {
                    log.info("PostgreSQL answers again");
                    beats = true;
                }
                pause();
            }
        }
    }

    private void lost(Throwable why) {
        if (beats && open()) {
            log.error("PostgreSQL does not answer; commands are refused until it does: {}", why.toString());
            beats = false;
        }
    }

    private boolean open() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
