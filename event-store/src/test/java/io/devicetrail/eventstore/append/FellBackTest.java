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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest events are gone, as after a failover to a standby that lacked them. */
class FellBackTest {
    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    /** A kind that was there goes in one round trip, a new one in several. */
    @ParameterizedTest
    @ValueSource(strings = {Rows.KIND, "test.NewKind"})
    void noIndexIsGivenAgainByTheProcessThatGaveIt(String kind) throws Exception {
        try (LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            for (int i = 0; i < 4; i++) {
                writer.append(List.of(Rows.row("a", i)));
            }
            database.loseAfter(1);

            assertThatThrownBy(() -> writer.append(List.of(Rows.row("b", 0, kind))))
                    .isInstanceOfSatisfying(LogFellBackException.class, refused -> {
                        assertThat(refused.outcomeKnown()).isTrue();
                        assertThat(refused.told()).isEqualTo(3);
                        assertThat(refused.last()).isEqualTo(1);
                        assertThat(refused)
                                .hasMessageContainingAll(
                                        "event 1", "event 3", "synchronous_standby_names", "restarted");
                    });
            assertThat(writer.status().trouble()).contains("event 1", "event 3");
            assertThatThrownBy(() -> writer.append(List.of(Rows.row("c", 0)))).isInstanceOf(LogFellBackException.class);
            assertThat(Rows.indexes(database)).containsExactly(0L, 1L);
        }
        try (LogWriter restarted = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            assertThat(restarted.append(List.of(Rows.row("d", 0)))).isEqualTo(2);
        }
    }

    @Test
    void neitherIsOneThatAReaderOfThisProcessWasGiven() throws Exception {
        try (LogWriter other = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
                LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            writer.append(List.of(Rows.row("a", 0)));
            other.append(List.of(Rows.row("a", 1)));
            EventRow seen = Rows.row("a", 2);
            writer.seen(other.append(List.of(seen)), seen.eventId());
            database.loseAfter(1);

            assertThatThrownBy(() -> writer.append(List.of(Rows.row("b", 0))))
                    .isInstanceOf(LogFellBackException.class)
                    .hasMessageContainingAll("event 1", "event 2");
        }
    }

    /** A node that has told less writes as soon as the other has let go of the lock. */
    @Test
    void whatWasFoundUnderTheLockStandsThoughAnotherNodeGoesPastIt() throws Exception {
        LogWriterSettings patient = new LogWriterSettings(10, 10, Duration.ofSeconds(30), Duration.ofSeconds(30));
        try (LogWriter other = new LogWriter(database.app(), patient);
                LogWriter writer = new LogWriter(database.app(), patient);
                Connection holder = database.owner().getConnection();
                Statement statement = holder.createStatement()) {
            writer.append(List.of(Rows.row("a", 0)));
            writer.append(List.of(Rows.row("a", 1)));
            database.loseAfter(0);
            holder.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + RowInsert.LOG_LOCK + ")");
            CompletableFuture<Long> refused =
                    CompletableFuture.supplyAsync(() -> writer.append(List.of(Rows.row("b", 0))));
            await().until(() -> waiting() == 1);
            CompletableFuture<Long> stored =
                    CompletableFuture.supplyAsync(() -> other.append(List.of(Rows.row("c", 0), Rows.row("c", 1))));
            await().until(() -> waiting() == 2);
            holder.rollback();

            assertThat(stored).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(2L);
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(LogFellBackException.class)
                    .hasMessageContainingAll("event 0", "event 1");
            assertThatThrownBy(() -> writer.append(List.of(Rows.row("d", 0)))).isInstanceOf(LogFellBackException.class);
        }
    }

    /** The other node had told less, and went on where the newest events were lost. */
    @ParameterizedTest
    @ValueSource(strings = {Rows.KIND, "test.NewKind"})
    void anotherEventThanTheOneThatWasToldIsFoundThoughTheLogIsLongEnough(String kind) throws Exception {
        try (LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            EventRow lost = Rows.row("a", 1);
            writer.append(List.of(Rows.row("a", 0)));
            writer.append(List.of(lost));
            database.loseAfter(0);
            EventRow instead = Rows.row("b", 0);
            try (LogWriter other = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
                other.append(List.of(instead));
                other.append(List.of(Rows.row("b", 1)));
            }
            endOthers();

            // The connection that was ended is found out by one append, and opened anew by the next.
            await().ignoreExceptionsMatching(e -> !(e instanceof LogFellBackException))
                    .untilAsserted(() -> assertThatThrownBy(() -> writer.append(List.of(Rows.row("c", 0, kind))))
                            .isInstanceOf(LogFellBackException.class)
                            .hasMessageContainingAll("Event 1", lost.eventId(), instead.eventId(), "restarted"));
            assertThat(writer.status().fellBack()).isTrue();
            assertThat(Rows.indexes(database)).containsExactly(0L, 1L, 2L);
        }
    }

    /** The connection was opened, and waited for the lock in vain, before the other node went past the place. */
    @Test
    void theEventThatWasToldIsLookedForUnderTheLockAndNotBefore() throws Exception {
        try (LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
                LogWriter other = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
                Connection holder = database.owner().getConnection();
                Statement statement = holder.createStatement()) {
            EventRow lost = Rows.row("a", 1);
            writer.append(List.of(Rows.row("a", 0)));
            writer.append(List.of(lost));
            database.loseAfter(0);
            holder.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + RowInsert.LOG_LOCK + ")");
            endOthersThan("usename = current_user");
            await().untilAsserted(() -> assertThatThrownBy(() -> writer.append(List.of(Rows.row("c", 0))))
                    .hasMessageContaining("held by another node"));
            holder.rollback();
            other.append(List.of(Rows.row("b", 0), Rows.row("b", 1)));

            assertThatThrownBy(() -> writer.append(List.of(Rows.row("c", 0)))).isInstanceOf(LogFellBackException.class);
            assertThat(Rows.indexes(database)).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void aNewConnectionToTheSameLogGoesOn() {
        try (LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT)) {
            writer.append(List.of(Rows.row("a", 0), Rows.row("a", 1)));
            writer.append(List.of(Rows.row("b", 0), Rows.row("b", 1), Rows.row("b", 2)));
            endOthers();

            await().ignoreExceptionsMatching(e -> !(e instanceof LogFellBackException))
                    .until(() -> writer.append(List.of(Rows.row("c", 0))) == 5);
        }
    }

    /** As a server that goes away does. */
    private void endOthers() {
        endOthersThan("false");
    }

    private void endOthersThan(String these) {
        LogDatabase.execute(
                database.owner(),
                "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid() and not (" + these + ")");
    }

    private int waiting() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_locks l join pg_database d"
                        + " on d.oid = l.database where d.datname = current_database() and not granted")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** All above this index. */
}
