package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.Requirement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogWriterTest {
    private static final LogWriterSettings PATIENT =
            new LogWriterSettings(1_000, 500, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyCallersOnTwoNodesGetEachIndexOnceWithoutAGap() throws Exception {
        ConcurrentLinkedQueue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        try (LogWriter one = writer();
                LogWriter other = writer();
                ExecutorService callers = Executors.newFixedThreadPool(16)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                LogWriter writer = caller % 2 == 0 ? one : other;
                running.add(callers.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        acknowledged.add(
                                writer.append(List.of(row(UUID.randomUUID().toString(), 0))));
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
        assertThat(acknowledged).hasSize(1_600).doesNotHaveDuplicates();
        assertThat(indexes())
                .containsExactlyElementsOf(LongStream.range(0, 1_600).boxed().toList());
    }

    @Test
    void whateverTheDatabasesDefaultTheLastIndexIsReadUnderTheLock() throws Exception {
        LogDatabase.execute(database.owner(), """
                do $$ begin
                    execute format('alter database %I set default_transaction_isolation = %L',
                                   current_database(), 'repeatable read');
                end $$""");
        ConcurrentLinkedQueue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        // Connections of their own: the pool's are from before.
        try (LogWriter one = new LogWriter(database.owner(), PATIENT);
                LogWriter other = new LogWriter(database.owner(), PATIENT);
                ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                LogWriter writer = caller % 2 == 0 ? one : other;
                running.add(callers.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        acknowledged.add(
                                writer.append(List.of(row(UUID.randomUUID().toString(), 0))));
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
        assertThat(acknowledged).hasSize(800).doesNotHaveDuplicates();
        assertThat(indexes())
                .containsExactlyElementsOf(LongStream.range(0, 800).boxed().toList());
    }

    @Test
    void aLoserOfASequenceNumberHurtsNobodyElse() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int aggregates = 5;
        ConcurrentLinkedQueue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
        try (LogWriter writer = writer();
                ExecutorService callers = Executors.newFixedThreadPool(16)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                long own = random.nextLong();
                running.add(callers.submit(() -> {
                    Random mine = new Random(own);
                    for (int i = 0; i < 60; i++) {
                        EventRow row = row("contended-" + mine.nextInt(aggregates), mine.nextInt(40));
                        try {
                            acknowledged.add(writer.append(List.of(row)));
                        } catch (AppendConflictException e) {
                            refused.add(row.aggregateId());
                        }
                        acknowledged.add(
                                writer.append(List.of(row(UUID.randomUUID().toString(), 0))));
                    }
                }));
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
        assertThat(refused).as("seed %d contends", seed).isNotEmpty();
        assertThat(acknowledged).as("seed %d", seed).hasSize(2 * 16 * 60 - refused.size());
        assertThat(indexes())
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        LongStream.range(0, acknowledged.size()).boxed().toList());
    }

    @Test
    void aCommandIsStoredOnce() {
        try (LogWriter writer = writer()) {
            String command = UUID.randomUUID().toString();
            writer.append(List.of(row("a", 0, command)));

            assertThatThrownBy(() -> writer.append(List.of(row("b", 0, command))))
                    .isInstanceOf(AppendConflictException.class);
        }
        assertThat(indexes()).containsExactly(0L);
    }

    @Test
    void anAppendOfSeveralEventsIsStoredWholeOrNotAtAll() {
        try (LogWriter writer = writer()) {
            writer.append(List.of(row("a", 0), row("a", 1)));

            assertThatThrownBy(() -> writer.append(List.of(row("b", 0), row("a", 1))))
                    .isInstanceOf(AppendConflictException.class);
            assertThat(writer.append(List.of(row("b", 0), row("a", 2)))).isEqualTo(3);
        }
        assertThat(indexes()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void appendsAreRefusedWhileTheDatabaseIsAwayAndGoOnByThemselves() {
        LogWriterSettings quick = new LogWriterSettings(10, 100, Duration.ofMillis(300), Duration.ofSeconds(1));
        try (LogWriter writer = new LogWriter(database.app(), quick)) {
            Awaitility.await()
                    .ignoreExceptionsInstanceOf(LogUnavailableException.class)
                    .until(() -> writer.append(List.of(row("a", 0))) == 0);
            LogDatabase.execute(database.owner(), "alter role devicetrail_app nologin");
            LogDatabase.execute(
                    database.owner(),
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'devicetrail_app'");
            try {
                assertThatThrownBy(() -> writer.append(List.of(row("a", 1))))
                        .isInstanceOf(LogUnavailableException.class);
            } finally {
                LogDatabase.execute(database.owner(), "alter role devicetrail_app login");
            }
            Awaitility.await().ignoreExceptions().until(() -> writer.append(List.of(row("a", 1))) == 1);
        }
        assertThat(indexes()).containsExactly(0L, 1L);
    }

    @Test
    void aFullQueueRefusesWithinThePatienceAndStoresNothing() throws Exception {
        LogWriterSettings tight = new LogWriterSettings(
                1, 1, 1_000, 1_000, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(20));
        try (LogWriter writer = new LogWriter(database.app(), tight);
                Connection blocker = database.owner().getConnection();
                ExecutorService callers = Executors.newFixedThreadPool(2)) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("lock table log.event in exclusive mode");
            }
            Future<Long> taken = callers.submit(() -> writer.append(List.of(row("taken", 0))));
            Awaitility.await().until(this::someoneWaitsForALock);
            assertThatThrownBy(() -> writer.append(List.of(row("waits", 0))))
                    .isInstanceOf(LogUnavailableException.class);
            assertThatThrownBy(() -> writer.append(List.of(row("finds no place", 0))))
                    .isInstanceOf(LogUnavailableException.class);
            blocker.rollback();
            assertThat(taken.get()).isZero();
        }
        assertThat(indexes()).containsExactly(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update log.event set name = 'other'",
                "delete from log.event",
                "truncate log.event",
                "alter table log.event disable trigger append_only",
                "drop trigger append_only on log.event",
                "delete from log.event_kind"
            })
    @Requirement("11.10(e)")
    void theApplicationsRoleCanOnlyAddAndRead(String sql) {
        try (LogWriter writer = writer()) {
            writer.append(List.of(row("a", 0)));
        }
        assertThat(sqlStateOf(() -> executeAsApp(sql))).isEqualTo("42501");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update log.event set name = 'other'", "delete from log.event", "truncate log.event"})
    @Requirement("11.10(e)")
    void theTriggerStopsEvenTheOwner(String sql) {
        assertThat(sqlStateOf(() -> {
                    try (Connection connection = database.owner().getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                }))
                .isEqualTo("42501");
    }

    private boolean someoneWaitsForALock() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet waiting = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            waiting.next();
            return waiting.getInt(1) > 0;
        }
    }

    private void executeAsApp(String sql) throws SQLException {
        try (Connection connection = database.app().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sqlStateOf(Sql sql) {
        try {
            sql.run();
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private List<Long> indexes() {
        try (Connection connection = database.app().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select index from log.event order by index")) {
            List<Long> indexes = new ArrayList<>();
            while (rows.next()) {
                indexes.add(rows.getLong(1));
            }
            return indexes;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private LogWriter writer() {
        return new LogWriter(database.app(), PATIENT);
    }

    private static EventRow row(String aggregate, long sequence) {
        return row(aggregate, sequence, UUID.randomUUID().toString());
    }

    private static EventRow row(String aggregate, long sequence, String command) {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        return new EventRow(
                "Thing",
                aggregate,
                sequence,
                UUID.randomUUID().toString(),
                command,
                0,
                "test.Happened",
                1,
                Instant.parse("2026-01-01T00:00:00.000001Z"),
                json,
                json);
    }

    private interface Sql {
        void run() throws SQLException;
    }
}
