package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else has the log's lock, and does not give it back. */
class HeldLockTest {
    /** What callers are promised, and some for a machine that is busy. */
    private static final Duration ABOUT_A_SECOND = Duration.ofMillis(1_400);

    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    /** A kind that was there goes in one round trip, a new one in several. */
    @ParameterizedTest
    @ValueSource(strings = {Rows.KIND, "test.NewKind"})
    void anAppendIsRefusedWithinAboutASecondAndGoesOnByItself(String kind) throws Exception {
        try (LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
                Connection other = database.owner().getConnection()) {
            writer.append(List.of(Rows.row("first", 0)));
            lock(other, "pg_advisory_lock");
            for (int i = 0; i < 2; i++) {
                long begun = System.nanoTime();
                assertRefused(() -> writer.append(List.of(Rows.row("a", 0, kind))));
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ABOUT_A_SECOND);
            }
            assertThat(Rows.indexes(database)).containsExactly(0L);

            lock(other, "pg_advisory_unlock");
            await().ignoreExceptionsInstanceOf(LogUnavailableException.class)
                    .until(() -> writer.append(List.of(Rows.row("a", 0, kind))) == 1);
        }
    }

    @Test
    void whoWaitedBehindARefusedBatchIsRefusedWithItAndTheConnectionIsKept() throws Exception {
        LogWriterSettings settings = new LogWriterSettings(1_000, 1_000, Duration.ofSeconds(3), Duration.ofSeconds(20));
        try (LogWriter writer = new LogWriter(database.app(), settings);
                Connection other = database.owner().getConnection()) {
            writer.append(List.of(Rows.row("first", 0)));
            lock(other, "pg_advisory_lock");
            CompletableFuture<Void> taken =
                    CompletableFuture.runAsync(() -> writer.append(List.of(Rows.row("taken", 0))));
            await().until(() -> waiting().size() == 1);
            List<Long> before = waiting();
            CompletableFuture<Void> queued =
                    CompletableFuture.runAsync(() -> writer.append(List.of(Rows.row("queued", 0))));
            await().until(() -> writer.status().waiting() == 1);
            assertRefused(() -> joined(taken));
            long refused = System.nanoTime();
            assertRefused(() -> joined(queued));
            assertThat(Duration.ofNanos(System.nanoTime() - refused)).isLessThan(Duration.ofSeconds(1));

            CompletableFuture<Void> next =
                    CompletableFuture.runAsync(() -> writer.append(List.of(Rows.row("next", 0))));
            await().until(() -> waiting().size() == 1);
            assertThat(waiting()).isEqualTo(before);
            lock(other, "pg_advisory_unlock");
            next.join();
        }
        assertThat(Rows.indexes(database)).containsExactly(0L, 1L);
    }

    /** However long a batch may: an append that comes meanwhile waits behind the trial. */
    @Test
    void aTrialDoesNotWaitLongForTheLock() throws Exception {
        LogWriterSettings patient = new LogWriterSettings(10, 10, Duration.ofSeconds(30), Duration.ofSeconds(30));
        try (LogWriter writer = new LogWriter(database.owner(), patient)) {
            database.readOnly(true);
            await().until(() -> {
                assertThatThrownBy(() -> writer.append(List.of(Rows.row("a", 0))))
                        .isInstanceOf(LogUnavailableException.class);
                return String.valueOf(writer.status().trouble()).contains("25006");
            });
            try (Connection other = database.owner().getConnection()) {
                lock(other, "pg_advisory_lock");
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(
                                () -> assertThat(writer.status().trouble()).contains("55P03"));
            }
            // Ends all connections, and with them the lock.
            database.readOnly(false);
            await().until(() -> writer.status().trouble() == null);
            assertThat(writer.append(List.of(Rows.row("a", 0)))).isZero();
        }
    }

    /** The server waits for the rest of a statement: that is no silence between two of them. */
    @Test
    void aTransactionThatNeverEndsIsEndedByTheServer() throws Exception {
        try (Connection endless = database.app().getConnection();
                LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            WriterSession.begin(endless, Duration.ofSeconds(1), Duration.ofSeconds(2));
            endless.setAutoCommit(false);
            lock(endless, "pg_advisory_xact_lock");
            CompletableFuture<Void> sleeping =
                    CompletableFuture.runAsync(() -> execute(endless, "select pg_sleep(60)"));
            await().atMost(Duration.ofSeconds(6))
                    .ignoreExceptionsInstanceOf(LogUnavailableException.class)
                    .until(() -> writer.append(List.of(Rows.row("a", 0))) == 0);
            assertThatThrownBy(sleeping::join).hasRootCauseInstanceOf(SQLException.class);
        }
    }

    private static void assertRefused(ThrowingCallable append) {
        assertThatThrownBy(append).isInstanceOfSatisfying(LogUnavailableException.class, refused -> {
            assertThat(refused.outcomeKnown()).isTrue();
            assertThat(refused).hasMessageContaining("nothing was stored. Try again shortly");
        });
    }

    private static void joined(CompletableFuture<Void> append) throws Throwable {
        try {
            append.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static void lock(Connection connection, String how) {
        execute(connection, "select " + how + "(" + RowInsert.LOG_LOCK + ")");
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The backends of this database that wait for a lock. */
    private List<Long> waiting() throws SQLException {
        List<Long> backends = new ArrayList<>();
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select l.pid from pg_locks l join pg_database d"
                        + " on d.oid = l.database where d.datname = current_database() and not granted")) {
            while (row.next()) {
                backends.add(row.getLong(1));
            }
        }
        return backends;
    }
}
