package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.OpenCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is shown of commands that are approved, tried again, and expire. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class CommandsShownTest {
    @Autowired
    LogOfTests log;

    @Autowired
    GraphQlTester graphql;

    @Autowired
    OpenCommands open;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void attemptsProgressAndTheSecondPersonAreShown() {
        assertThat(command(CommandHistory.TRIED.toString()))
                .containsEntry("state", "EXECUTING")
                .containsEntry("commandClass", "CONFIGURATION")
                .containsEntry("attempts", 2)
                .containsEntry("mostAttempts", 3)
                .containsEntry("twoPersons", true)
                .containsEntry("approvedBy", "Ada L.")
                .containsEntry("progressPercent", 45)
                .containsEntry("code", "BUSY")
                .containsEntry("detail", "filling")
                .containsEntry("endedAt", null);
    }

    /** What it says of its success counts, and if that is nothing. */
    @Test
    void theCodeOfAFailedAttemptIsNotThatOfTheSuccess() {
        assertThat(command(CommandHistory.DONE.toString()))
                .containsEntry("state", "SUCCEEDED")
                .containsEntry("attempts", 2)
                .containsEntry("code", null)
                .containsEntry("detail", null);
    }

    @Test
    void whatTheDeviceNeverHeardOfHasExpired() {
        Map<String, Object> lost = command(CommandHistory.LOST.toString());
        assertThat(lost)
                .containsEntry("state", "EXPIRED")
                .containsEntry("commandClass", "REAL_TIME")
                .containsEntry("mostAttempts", 1)
                .containsEntry("approvedBy", null)
                .containsEntry("progressPercent", null);
        assertThat(lost.get("endedAt")).isNotNull();
    }

    @Test
    void whatADeviceThatLeftWasToDoIsCancelledForThat() {
        Map<String, Object> gone = command(CommandHistory.GONE.toString());
        assertThat(gone)
                .containsEntry("state", "CANCELLED")
                .containsEntry("code", "DEVICE_HANDED_OVER")
                .containsEntry("approvedBy", "Ben L.")
                .containsEntry("approvedByJob", CommandHistory.JOB.toString());
        assertThat(gone.get("endedAt")).isNotNull();
    }

    /** As a program asks that waits for all that it has sent; one of them twice, one that nobody knows. */
    @Test
    void manyAreAskedForByOneRequest() {
        CommandId unknown = CommandId.of(History.ACME, "ada", "never asked");
        GraphQlTester.Response answer = graphql.document("""
                        { a: command(id: "%s") { commandId state } b: command(id: "%s") { commandId state }
                          c: command(id: "%s") { commandId }
                          d: command(id: "%s", after: "%d") { commandId device { serialNumber } } }
                        """.formatted(
                                CommandHistory.TRIED, CommandHistory.LOST, unknown, CommandHistory.TRIED, log.head()))
                .execute();
        answer.path("a.commandId").entity(String.class).isEqualTo(CommandHistory.TRIED.toString());
        answer.path("a.state").entity(String.class).isEqualTo("EXECUTING");
        answer.path("b.commandId").entity(String.class).isEqualTo(CommandHistory.LOST.toString());
        answer.path("b.state").entity(String.class).isEqualTo("EXPIRED");
        answer.path("c").valueIsNull();
        answer.path("d.commandId").entity(String.class).isEqualTo(CommandHistory.TRIED.toString());
        answer.path("d.device.serialNumber").hasValue();
    }

    @Test
    void whatHasNotEndedIsListedPageByPage() throws Exception {
        List<CommandId> all = open.nextOf(History.SUCCESSOR, log.head(), null, 500);
        assertThat(all).contains(CommandHistory.TRIED).doesNotContain(CommandHistory.GONE, CommandHistory.LOST);
        assertThat(all).hasSize(inOpenStates("device_id = '" + History.SUCCESSOR + "'"));
        CommandId after = null;
        List<CommandId> paged = new ArrayList<>();
        for (List<CommandId> page = open.nextOf(History.SUCCESSOR, log.head(), null, 1);
                !page.isEmpty();
                page = open.nextOf(History.SUCCESSOR, log.head(), after, 1)) {
            paged.addAll(page);
            after = page.getLast();
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void whatHasNotEndedIsCountedForItsDeviceAndItsTenant() {
        CommandId unknown = CommandId.of(History.ACME, "ada", "never asked");
        OpenCommands.Seen ofDevice =
                open.ofDevice(History.SUCCESSOR, Set.of(CommandHistory.TRIED, CommandHistory.LOST, unknown));
        assertThat(ofDevice.open()).isEqualTo(inOpenStates("device_id = '" + History.SUCCESSOR + "'"));
        assertThat(ofDevice.known()).containsExactlyInAnyOrder(CommandHistory.TRIED, CommandHistory.LOST);
        assertThat(open.ofTenant(History.ACME, Set.of()).open()).isEqualTo(inOpenStates("tenant = 'acme'"));
        assertThat(open.ofTenant(History.OTHER, Set.of(CommandHistory.TRIED)))
                .as("no open one there; one that is known is known by its id")
                .isEqualTo(new OpenCommands.Seen(0, Set.of(CommandHistory.TRIED)));
    }

    private int inOpenStates(String of) {
        List<String> states = Stream.of(CommandState.values())
                .filter(state -> !state.ended())
                .map(CommandState::name)
                .toList();
        return jdbc.sql("select count(*) from read.command where state in (:states) and " + of)
                .param("states", states)
                .query(Integer.class)
                .single();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> command(String id) {
        return graphql.document("""
                        { command(id: "%s") { state commandClass attempts mostAttempts twoPersons approvedBy approvedByJob
                            progressPercent code detail endedAt } }""".formatted(id))
                .execute()
                .path("command")
                .entity(Map.class)
                .get();
    }
}
