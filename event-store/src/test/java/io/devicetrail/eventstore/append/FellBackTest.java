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
            lose(database, 1);

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
            writer.seen(other.append(List.of(Rows.row("a", 2))));
            lose(database, 1);

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
            lose(database, 0);
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
    private static void lose(LogDatabase database, long last) {
        LogDatabase.execute(
                database.owner(),
                "alter table log.event disable trigger append_only; delete from log.event where index > " + last
                        + "; alter table log.event enable trigger append_only");
    }
}
