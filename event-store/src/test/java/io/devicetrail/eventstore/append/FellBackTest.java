package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.eventstore.LogDatabase;
import java.util.List;
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

    /** All above this index. */
    private static void lose(LogDatabase database, long last) {
        LogDatabase.execute(
                database.owner(),
                "alter table log.event disable trigger append_only; delete from log.event where index > " + last
                        + "; alter table log.event enable trigger append_only");
    }
}
