package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.devicetrail.eventstore.append.EventRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies Axon Server's log into the table of the log, event by event under the same index. Of several nodes the one that
 * holds the copier's advisory lock copies; it writes on the very connection that holds the lock, so whoever has lost the
 * lock cannot write.
 *
 * <p>Order of things, and what a crash means: (1) the copy is compared with Axon Server's log at its first and its last
 * event; (2) events are read from the one after the last of the table; (3) a batch is inserted and committed, under the
 * log's own lock, only if it begins where the table ends. The index is the place: a crash before the commit leaves
 * nothing of the batch, a crash after it leaves all of it, and the next start goes on from there.
 *
 * <p>An event that does not follow the one before it, or a log that is not the copied one, ends the copying for good:
 * an alarm, not a pause. Everything that needs the copy then says that the log is not available.
 */
public final class LogCopier implements AutoCloseable {
    /** Most events of one commit. */
    static final int BATCH_EVENTS = 2_000;
    /** Longest wait for an event before the copier looks whether it should stop. */
    private static final long IDLE_MILLIS = 200;
    /** Between two tries to become the one who copies, or to go on after trouble. */
    private static final Duration RETRY = Duration.ofMillis(500);
    /** How long a stop may take. */
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LogCopier.class);

    private final UUID node = UUID.randomUUID();
    private final AxonServerLog server;
    private final DataSource dataSource;
    private final CopiedLog copy;
    private final SameLog sameLog;
    private final StoredEvents stored;
    private final CopyInsert insert;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private LogCopier(
            AxonServerLog server, DataSource dataSource, CopiedLog copy, SameLog sameLog, Serializer eventSerializer) {
        this.server = server;
        this.dataSource = dataSource;
        this.copy = copy;
        this.sameLog = sameLog;
        this.stored = new StoredEvents(eventSerializer);
        this.insert = new CopyInsert(node);
        this.thread = Thread.ofPlatform().name("log-copier").daemon().unstarted(this::run);
    }

    /** Begins at once, or as soon as Axon Server can be reached. */
    public static LogCopier start(
            AxonServerLog server, DataSource dataSource, CopiedLog copy, SameLog sameLog, Serializer eventSerializer) {
        LogCopier copier = new LogCopier(server, dataSource, copy, sameLog, eventSerializer);
        copier.thread.start();
        return copier;
    }

    /** Names this copier in its notices to other nodes. */
    public String node() {
        return node.toString();
    }

    private void run() {
        @Nullable String said = null;
        while (open()) {
            try {
                compareOnce();
                copyIfOurTurn();
                said = null;
            } catch (ForeignLogException e) {
                copy.brokenBy(e);
                LOG.error("Axon Server's log is not copied any more: {}", e.getMessage());
                return;
            } catch (SQLException e) {
                said = trouble(e, said);
            } catch (RuntimeException | Error e) {
                // An error too: a copier that ended without a word would stop every change, and nobody would know why.
                copy.mustBeCompared();
                said = trouble(e, said);
            } catch (InterruptedException e) {
                closed.countDown();
            }
            pause();
        }
    }

    private String trouble(Throwable e, @Nullable String said) {
        copy.troubled(e.toString());
        if (!e.toString().equals(said)) {
            LOG.warn("Axon Server's log cannot be copied now: {}", e.toString());
        }
        return e.toString();
    }

    /** Also where another node copies: what this one appends must go to the log that is copied. */
    private void compareOnce() {
        if (!copy.status().sound()) {
            sameLog.compare();
            copy.foundEqual();
        }
    }

    private void copyIfOurTurn() throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            if (!insert.lock(connection)) {
                copy.troubled(null);
                return;
            }
            try {
                // Again, since Axon Server may be another one by now.
                sameLog.compare();
                connection.setAutoCommit(false);
                copyOn(connection);
            } finally {
                insert.unlock(connection);
            }
        }
    }

    private void copyOn(Connection connection) throws SQLException, InterruptedException {
        long due = insert.last(connection) + 1;
        copy.copiedTo(due - 1);
        try (EventStream stream = server.after(due - 1)) {
            while (open() && copy.status().sound()) {
                List<EventRow> rows = batch(stream, due);
                if (rows.isEmpty()) {
                    if (stream.isClosed()) {
                        throw new EventStoreException(
                                "Axon Server has ended the stream of events",
                                stream.getError().orElse(null));
                    }
                    insert.stillHere(connection);
                    copy.troubled(null);
                    continue;
                }
                insert.store(connection, rows, due);
                due += rows.size();
                copy.copiedTo(due - 1);
                copy.troubled(null);
            }
        }
    }

    private List<EventRow> batch(EventStream stream, long first) throws InterruptedException {
        List<EventRow> rows = new ArrayList<>();
        @Nullable EventWithToken next = stream.nextIfAvailable(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        while (next != null) {
            long due = first + rows.size();
            if (next.getToken() != due) {
                throw new ForeignLogException(
                        "Axon Server gave event " + next.getToken() + " where event " + due + " was due");
            }
            rows.add(stored.row(next.getEvent()));
            next = rows.size() < BATCH_EVENTS ? stream.nextIfAvailable() : null;
        }
        return rows;
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
            thread.join(CLOSE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
