package io.devicetrail.sagas.configurationorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.DequeueCommand;
import io.devicetrail.domain.command.CommandOrder.TurnAwayCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** One configuration at a time for each device. */
class ConfigurationOrderTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceId OTHER = DeviceId.of(ACME, "Flow AG", "P-2");
    private static final CommandId FIRST = command(1);
    private static final CommandId SECOND = command(2);
    private static final CommandId THIRD = command(3);

    private final SagaTestFixture<ConfigurationOrder> saga = new SagaTestFixture<>(ConfigurationOrder.class);
    private final Map<CommandId, KnownCommand> log = new HashMap<>();

    @BeforeEach
    void readsTheLog() {
        saga.registerResource((KnownCommands) command -> Optional.ofNullable(log.get(command)));
    }

    @Test
    void theFirstGoesAtOnceAndTheNextWaits() throws Exception {
        saga.givenNoPriorActivity()
                .whenPublishingA(queued(FIRST))
                .expectActiveSagas(1)
                .expectDispatchedCommands(new DequeueCommand(FIRST));
        another()
                .given(queued(FIRST))
                .whenPublishingA(queued(SECOND))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void theNextGoesWhenTheFormerHasEndedHoweverItEnded(CommandEvent end) throws Exception {
        given(queued(FIRST), queued(SECOND), queued(THIRD))
                .whenPublishingA(end)
                .expectActiveSagas(1)
                .expectDispatchedCommands(new DequeueCommand(SECOND));
    }

    static Stream<CommandEvent> ends() {
        return Stream.of(
                answered(FIRST, CommandAnswer.SUCCEEDED),
                answered(FIRST, CommandAnswer.FAILED),
                answered(FIRST, CommandAnswer.REJECTED),
                new CommandTimedOut(FIRST, PUMP, CommandState.EXECUTING),
                new CommandExpired(FIRST, PUMP, CommandState.SENT),
                new CommandCancelled(FIRST, PUMP, CommandState.SENT),
                new CommandWithdrawn(FIRST, PUMP, CommandState.SENT, LifeCycle.RETIRED));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"RECEIVED", "EXECUTING"})
    void theNextDoesNotGoWhileTheFormerRuns(CommandAnswer answer) throws Exception {
        given(queued(FIRST), queued(SECOND))
                .whenPublishingA(answered(FIRST, answer))
                .expectNoDispatchedCommands();
    }

    @Test
    void whatIsGivenUpWhileItWaitsIsPassedBy() throws Exception {
        given(queued(FIRST), queued(SECOND), queued(THIRD), new CommandExpired(SECOND, PUMP, CommandState.QUEUED))
                .whenPublishingA(answered(FIRST, CommandAnswer.SUCCEEDED))
                .expectDispatchedCommands(new DequeueCommand(THIRD));
    }

    @Test
    void theEndOfAnotherCommandIsNoTurn() throws Exception {
        given(queued(FIRST), queued(SECOND))
                .whenPublishingA(answered(THIRD, CommandAnswer.SUCCEEDED))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    @Test
    void theOrderOfAnotherDeviceIsItsOwn() throws Exception {
        given(queued(FIRST))
                .whenPublishingA(new CommandQueued(SECOND, OTHER, Instant.EPOCH))
                .expectActiveSagas(2)
                .expectDispatchedCommands(new DequeueCommand(SECOND));
    }

    @Test
    void theLastEndsTheSagaAndALaterOneBeginsAnew() throws Exception {
        given(queued(FIRST))
                .whenPublishingA(answered(FIRST, CommandAnswer.SUCCEEDED))
                .expectActiveSagas(0);
        another()
                .given(queued(FIRST), answered(FIRST, CommandAnswer.SUCCEEDED))
                .whenPublishingA(queued(SECOND))
                .expectDispatchedCommands(new DequeueCommand(SECOND));
    }

    @Test
    void oneMoreThanMayWaitExpiresAtOnce() throws Exception {
        CommandEvent[] full = IntStream.rangeClosed(0, ConfigurationOrder.MOST_WAITING)
                .mapToObj(number -> queued(command(100 + number)))
                .toArray(CommandEvent[]::new);
        given(full)
                .whenPublishingA(queued(SECOND))
                .expectDispatchedCommands(new TurnAwayCommand(SECOND, ConfigurationOrder.MOST_WAITING));
    }

    /** The event of its end was given up as a dead letter and never comes. */
    @Test
    void whatHasEndedInTheLogHoldsUpNothing() throws Exception {
        ContinuedGivenState one = given(queued(FIRST));
        inLog(FIRST, CommandState.SUCCEEDED);
        one.whenPublishingA(queued(SECOND)).expectActiveSagas(1).expectDispatchedCommands(new DequeueCommand(SECOND));
    }

    @Test
    void theOldestThatWaitsGoesBeforeTheNewest() throws Exception {
        ContinuedGivenState two = given(queued(FIRST), queued(SECOND));
        inLog(FIRST, CommandState.TIMED_OUT);
        two.whenPublishingA(queued(THIRD)).expectDispatchedCommands(new DequeueCommand(SECOND));
    }

    @Test
    void theEndOfOneThatWaitsShowsThatTheFormerHasEnded() throws Exception {
        ContinuedGivenState three = given(queued(FIRST), queued(SECOND), queued(THIRD));
        inLog(FIRST, CommandState.FAILED);
        three.whenPublishingA(new CommandExpired(SECOND, PUMP, CommandState.QUEUED))
                .expectDispatchedCommands(new DequeueCommand(THIRD));
    }

    @Test
    void whereAllHaveEndedInTheLogTheSagaEnds() throws Exception {
        ContinuedGivenState three = given(queued(FIRST), queued(SECOND), queued(THIRD));
        inLog(FIRST, CommandState.FAILED);
        inLog(THIRD, CommandState.CANCELLED);
        three.whenPublishingA(new CommandExpired(SECOND, PUMP, CommandState.QUEUED))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    private void inLog(CommandId command, CommandState state) {
        CommandRequested request = new CommandRequested(command, ACME, PUMP, "set", new TreeMap<>(), 60);
        log.put(
                command,
                new KnownCommand(request, null, state, Instant.EPOCH, KnownCommand.Attempts.FIRST, null, null));
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = "{\"current\":\"" + FIRST + "\",\"waiting\":[\"" + SECOND + "\"]}";
        ConfigurationOrder read = json.readValue(stored, ConfigurationOrder.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
    }

    private static ConfigurationOrderTest another() {
        ConfigurationOrderTest another = new ConfigurationOrderTest();
        another.readsTheLog();
        return another;
    }

    private ContinuedGivenState given(CommandEvent... events) throws Exception {
        ContinuedGivenState state = saga.givenCurrentTime(Instant.EPOCH);
        for (CommandEvent event : events) {
            state = state.andThenAPublished(event);
        }
        return state;
    }

    private static CommandId command(int number) {
        return new CommandId(new UUID(7, number));
    }

    private static CommandQueued queued(CommandId command) {
        return new CommandQueued(command, PUMP, Instant.EPOCH);
    }

    private static CommandAnswered answered(CommandId command, CommandAnswer answer) {
        return new CommandAnswered(command, PUMP, CommandState.SENT, answer, null, null, null);
    }
}
