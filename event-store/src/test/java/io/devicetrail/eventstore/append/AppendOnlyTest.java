package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.LogDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A role that could lift what the log refuses is told as what it is. */
class AppendOnlyTest {
    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theApplicationsRoleCanReadAndAddAndNoMore() throws SQLException {
        assertThat(AppendOnly.excess(database.app())).isEmpty();
    }

    @Test
    void aSuperuserAndTheOwnerAreFound() throws SQLException {
        assertThat(AppendOnly.excess(database.owner()))
                .contains(
                        "is a superuser",
                        "may become postgres, who owns log.event",
                        "may UPDATE log.event",
                        "may TRIGGER log.event");
    }

    @Test
    void aRightThatWasGivenLaterIsFound() throws SQLException {
        LogDatabase.execute(database.owner(), "grant update, delete on log.event to devicetrail_app");
        assertThat(AppendOnly.excess(database.app())).containsExactly("may UPDATE log.event", "may DELETE log.event");
    }
}
