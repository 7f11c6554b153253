package io.devicetrail.queryside.changes;

import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.position.Positions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Hears of changes from every node, over one connection that it keeps to itself. When the connection breaks it
 * makes a new one and reads from the tables what it did not hear meanwhile.
 */
@Component
public class Changes implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    /** That tell of changes. */
    private static final int READ_MODELS = 5;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final List<ChangeSubscriber> subscribers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Listening listening;

    Changes(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param only that record; null for all of the tenant */
    public Flux<Change> of(Kind kind, String tenant, @Nullable UUID only) {
        return Flux.create(
                sink -> {
                    ChangeSubscriber subscriber = new ChangeSubscriber(kind, tenant, only, sink);
                    subscribers.add(subscriber);
                    sink.onDispose(() -> subscribers.remove(subscriber));
                    sink.onRequest(count -> subscriber.drain());
                },
                FluxSink.OverflowStrategy.IGNORE);
    }

    @Override
    public synchronized void start() {
        Listening started = new Listening();
        listening = started;
        Thread.ofPlatform().daemon().name("changes").start(started);
    }

    @Override
    public synchronized void stop() {
        Listening running = listening;
        listening = null;
        if (running != null) {
            running.stopped.countDown();
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    /** From one start to the next stop. */
    private final class Listening implements Runnable {
        private final CountDownLatch stopped = new CountDownLatch(1);
        /** Every change up to here has been heard; nothing before the first connection is of interest. */
        private long heard = Positions.NONE;

        private boolean everConnected;

        @Override
        public void run() {
            Duration pause = FIRST_PAUSE;
            while (stopped.getCount() > 0) {
                try (Connection connection = dataSource.getConnection()) {
                    begin(connection);
                    pause = FIRST_PAUSE;
                    listen(connection);
                } catch (SQLException | RuntimeException e) {
                    LOG.warn("changes are not heard for {}: {}", pause, e.toString());
                    pause = rest(pause);
                }
            }
        }

        private void begin(Connection connection) throws SQLException {
            execute(connection, "listen " + ChangeNotice.CHANNEL);
            long committed = committed(connection);
            if (everConnected) {
                missed(connection);
            }
            heard = committed;
            everConnected = true;
        }

        /** What was committed before a poll has been heard after it: PostgreSQL tells in the order of commits. */
        private void listen(Connection connection) throws SQLException {
            long nextLook = System.nanoTime();
            long committed = heard;
            while (stopped.getCount() > 0) {
                if (System.nanoTime() - nextLook >= 0) {
                    committed = committed(connection);
                    nextLook = System.nanoTime() + POLL.toNanos();
                }
                PGNotification[] notices =
                        connection.unwrap(PGConnection.class).getNotifications((int) POLL.toMillis());
                for (PGNotification notice : notices) {
                    tell(Change.parse(notice.getParameter()));
                }
                heard = committed;
            }
            execute(connection, "unlisten *");
        }

        private long committed(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            select coalesce(min(position), -1) from read.position
                            where name in ('read-devices', 'read-commands', 'read-jobs', 'read-rollouts',
                                'read-incidents')
                            """)) {
                row.next();
                return row.getLong(1);
            }
        }

        private void missed(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("""
                    select 'DEVICE', tenant, device_id, position from read.device where position > ?
                    union all
                    select 'DEVICE', tenant, device_id, position from read.command where position > ?
                    union all
                    select 'JOB', tenant, job_id, position from read.job where position > ?
                    union all
                    select 'ROLLOUT', tenant, run_id, position from read.rollout_run where position > ?
                    union all
                    select 'INCIDENT', tenant, incident_id, position from read.incident where position > ?
                    """)) {
                for (int parameter = 1; parameter <= READ_MODELS; parameter++) {
                    statement.setLong(parameter, heard);
                }
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        tell(new Change(
                                Kind.valueOf(row.getString(1)),
                                row.getString(2),
                                row.getObject(3, UUID.class),
                                row.getLong(4)));
                    }
                }
            }
        }

        private Duration rest(Duration pause) {
            try {
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return pause;
                }
            } catch (InterruptedException e) {
                stopped.countDown();
                Thread.currentThread().interrupt();
            }
            Duration longer = pause.multipliedBy(2);
            return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    private void tell(Change change) {
        subscribers.forEach(subscriber -> subscriber.offer(change));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
