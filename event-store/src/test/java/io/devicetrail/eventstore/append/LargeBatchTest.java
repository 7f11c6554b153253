package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches of more callers than the writer wakes itself, made for certain by holding the log's lock. */
class LargeBatchTest {
    private static final int CALLERS = 64;
    private static final LogWriterSettings PATIENT =
            new LogWriterSettings(1_000, 1_000, Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final LogDatabase database = new LogDatabase();
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private final List<Throwable> refused = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyCallerIsToldTheIndexOfItsOwnEvent() throws Exception {
        try (LogWriter writer = new LogWriter(database.app(), PATIENT)) {
            List<Thread> callers = inOneBatch(writer, () -> {});
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(told).hasSize(CALLERS);
        assertThat(stored()).containsAllEntriesOf(told);
    }

    @Test
    void aBatchUnderWayIsToldThoughTheWriterWasClosedInAHurry() throws Exception {
        LogWriter writer = new LogWriter(database.app(), PATIENT);
        List<Thread> callers = inOneBatch(writer, () -> {
            Thread.currentThread().interrupt();
            writer.close();
            assertThat(Thread.interrupted()).isTrue();
        });
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(refused).isEmpty();
        assertThat(told).hasSize(CALLERS);
        assertThat(stored()).containsAllEntriesOf(told);
    }

    @Test
    void whereTheLockIsNotGivenBackNothingIsStoredForCertain() throws Exception {
        LogWriterSettings hasty = new LogWriterSettings(
                1_000, 1_000, 1_000, 600, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(300));
        try (LogWriter writer = new LogWriter(database.app(), hasty)) {
            writer.append(List.of(row("first of its kind")));
            try (Connection other = database.owner().getConnection()) {
                lock(other);
                assertThatThrownBy(() -> writer.append(List.of(row("waits"))))
                        .isInstanceOfSatisfying(
                                LogUnavailableException.class,
                                away -> assertThat(away.outcomeKnown()).isTrue());
                unlock(other);
            }
            assertThat(stored()).containsOnlyKeys("first of its kind");
            assertThat(writer.append(List.of(row("goes on")))).isEqualTo(1);
        }
    }

    @Test
    void aRowThatTheDatabaseCannotHoldHurtsNobodyElse() throws Exception {
        List<Append> batch = Stream.of("good", "not \0 storable", "good too")
                .map(name -> new Append(List.of(row(name))))
                .toList();
        for (List<Append> each : List.of(batch, List.of(new Append(List.of(row("alone \0")))))) {
            try (BatchInsert insert = new BatchInsert(database.app(), PATIENT, UUID.randomUUID(), Runnable::run)) {
                insert.store(each);
            }
        }
        assertThat(batch)
                .extracting(append -> append.lastIndex().isCompletedExceptionally())
                .containsExactly(false, true, false);
        assertThatThrownBy(() -> batch.get(1).lastIndex().join())
                .hasRootCauseInstanceOf(SQLException.class)
                .cause()
                .isInstanceOfSatisfying(LogUnavailableException.class, refused -> {
                    assertThat(refused.outcomeKnown()).isTrue();
                    assertThat(refused).hasMessageContaining("nothing was stored");
                });
        assertThat(stored()).containsOnly(Map.entry("good", 0L), Map.entry("good too", 1L));
    }

    @Test
    void aLoserAndARowThatCannotBeHeldHurtNobodyElse() throws Exception {
        try (BatchInsert insert = new BatchInsert(database.app(), PATIENT, UUID.randomUUID(), Runnable::run)) {
            insert.store(List.of(new Append(List.of(row("taken")))));
            List<Append> batch = Stream.of("taken", "not \0 storable", "good")
                    .map(name -> new Append(List.of(row(name))))
                    .toList();
            insert.store(batch);
            assertThat(batch)
                    .extracting(append -> append.lastIndex().isCompletedExceptionally())
                    .containsExactly(true, true, false);
            insert.store(List.of(new Append(List.of(row("next")))));
        }
        assertThat(stored()).containsOnly(Map.entry("taken", 0L), Map.entry("good", 1L), Map.entry("next", 2L));
    }

    @Test
    void whatWaitsIsBoundedByItsBytesToo() throws Exception {
        LogWriterSettings small = new LogWriterSettings(
                1_000, 1_000, 1_000, 600, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (LogWriter writer = new LogWriter(database.app(), small);
                Connection other = database.owner().getConnection()) {
            writer.append(List.of(row("first of its kind")));
            lock(other);
            Thread taken = Thread.ofPlatform().start(() -> append(writer, row("taken", 500)));
            await().until(() -> waiting() == 1);
            Thread larger = Thread.ofPlatform().start(() -> append(writer, row("larger than all", 2_000)));
            await().until(() -> larger.getState() == Thread.State.TIMED_WAITING);
            assertThatThrownBy(() -> writer.append(List.of(row("no room", 10))))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("too much to do");
            unlock(other);
            taken.join();
            larger.join();
            assertThat(writer.append(List.of(row("room again", 900)))).isPositive();
        }
        assertThat(stored())
                .containsKeys("taken", "larger than all", "room again")
                .doesNotContainKey("no room");
    }

    /** All callers in a batch that waits for the lock; {@code then} happens before it gets it. */
    private List<Thread> inOneBatch(LogWriter writer, Runnable then) throws Exception {
        writer.append(List.of(row("first of its kind")));
        List<Thread> callers = new ArrayList<>();
        try (Connection first = database.owner().getConnection();
                Connection second = database.owner().getConnection()) {
            lock(first);
            CompletableFuture<Long> before = CompletableFuture.supplyAsync(() -> writer.append(List.of(row("before"))));
            await().until(() -> waiting() == 1);
            CompletableFuture<Void> next = CompletableFuture.runAsync(() -> lock(second));
            await().until(() -> waiting() == 2);
            for (int i = 0; i < CALLERS; i++) {
                String aggregate = "caller " + i;
                callers.add(Thread.ofPlatform().start(() -> append(writer, row(aggregate))));
            }
            await().until(() -> callers.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
            unlock(first);
            before.join();
            next.join();
            await().until(() -> waiting() == 1);
            then.run();
        }
        return callers;
    }

    private void append(LogWriter writer, EventRow row) {
        try {
            told.put(row.aggregateId(), writer.append(List.of(row)));
        } catch (RuntimeException e) {
            synchronized (refused) {
                refused.add(e);
            }
        }
    }

    private static void lock(Connection connection) {
        execute(connection, "select pg_advisory_lock(" + RowInsert.LOG_LOCK + ")");
    }

    private static void unlock(Connection connection) {
        execute(connection, "select pg_advisory_unlock(" + RowInsert.LOG_LOCK + ")");
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** How many wait for a lock of this database's. */
    private long waiting() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_locks l join pg_database d"
                        + " on d.oid = l.database where d.datname = current_database() and not granted")) {
            row.next();
            return row.getLong(1);
        }
    }

    private Map<String, Long> stored() throws SQLException {
        Map<String, Long> indexes = new ConcurrentHashMap<>();
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select aggregate_id, index from log.event")) {
            while (row.next()) {
                indexes.put(row.getString(1), row.getLong(2));
            }
        }
        return indexes;
    }

    private static EventRow row(String aggregate) {
        return row(aggregate, 4);
    }

    private static EventRow row(String aggregate, int bytes) {
        byte[] json = "x".repeat(bytes / 2).getBytes(StandardCharsets.UTF_8);
        return new EventRow(
                "thing",
                aggregate,
                0,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                0,
                "thing.Done",
                1,
                Instant.parse("2026-11-20T10:00:00Z"),
                json,
                json);
    }
}
