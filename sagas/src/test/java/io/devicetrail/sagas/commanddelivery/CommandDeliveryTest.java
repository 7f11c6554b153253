package io.devicetrail.sagas.commanddelivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.RecordingCommandBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class CommandDeliveryTest {
    private static final CommandId COMMAND = new CommandId(UUID.fromString("0d4f3c1e-0000-4000-8000-000000000001"));
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final CommandRequested REQUESTED =
            new CommandRequested(COMMAND, ACME, PUMP, "reboot", new TreeMap<>(), 30);
    private static final CommandSent SENT = new CommandSent(COMMAND, PUMP, CommandState.REQUESTED, 1);

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration HOLD = Duration.ofHours(24);
    private static final CommandHeld HELD =
            new CommandHeld(COMMAND, PUMP, new SignaturePolicy(List.of(), false), AT.plus(HOLD));

    private final SagaTestFixture<CommandDelivery> saga = new SagaTestFixture<>(CommandDelivery.class);

    @Test
    void aRequestSetsTheDeadlineOfItsTimeout() {
        saga.givenCurrentTime(Instant.parse("2026-11-20T10:00:00Z"))
                .whenPublishingA(REQUESTED)
                .expectActiveSagas(1)
                .expectAssociationWith("command", COMMAND)
                .expectScheduledDeadlineWithName(Duration.ofSeconds(30), CommandDelivery.COMMAND_TIMEOUT)
                .expectNoDispatchedCommands();
    }

    @Test
    void nothingHappensJustBeforeTheDeadline() {
        saga.givenAPublished(REQUESTED)
                .andThenAPublished(SENT)
                .whenTimeElapses(Duration.ofSeconds(29))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    @Test
    void theDeadlineTimesTheCommandOutInTheSagasOwnName() {
        saga.givenAPublished(REQUESTED)
                .whenTimeElapses(Duration.ofSeconds(31))
                .expectTriggeredDeadlinesWithName(CommandDelivery.COMMAND_TIMEOUT)
                .expectDispatchedCommands(new TimeOutCommand(COMMAND))
                .expectActiveSagas(1);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .singleElement()
                .satisfies(sent -> assertThat(sent.getMetaData())
                        .containsEntry(Metadata.TENANT, "acme")
                        .containsEntry(Metadata.ACTOR_TYPE, "PROCESS")
                        .containsEntry(Metadata.ACTOR_ID, "command-delivery-saga"));
    }

    @Test
    void theTimeoutRecordedEndsTheSaga() throws Exception {
        saga.givenAPublished(REQUESTED)
                .andThenTimeElapses(Duration.ofSeconds(31))
                .whenPublishingA(new CommandTimedOut(COMMAND, PUMP, CommandState.REQUESTED))
                .expectActiveSagas(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"SUCCEEDED", "FAILED", "REJECTED"})
    void aFinalAnswerEndsTheSagaAndItsDeadline(CommandAnswer answer) {
        saga.givenAPublished(REQUESTED)
                .whenPublishingA(new CommandAnswered(COMMAND, PUMP, CommandState.REQUESTED, answer, null, null, null))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines()
                .expectNoDispatchedCommands();
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"RECEIVED", "EXECUTING"})
    void aRunningCommandKeepsItsDeadline(CommandAnswer answer) {
        saga.givenAPublished(REQUESTED)
                .andThenAPublished(new CommandAnswered(COMMAND, PUMP, CommandState.REQUESTED, answer, null, null, null))
                .whenTimeElapses(Duration.ofSeconds(31))
                .expectTriggeredDeadlinesWithName(CommandDelivery.COMMAND_TIMEOUT);
    }

    @Test
    void aCancelledCommandNeedsNoDeadline() {
        saga.givenAPublished(REQUESTED)
                .whenPublishingA(new CommandCancelled(COMMAND, PUMP, CommandState.REQUESTED))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    @Test
    void aHeldCommandsTimeDoesNotRunAndItExpiresByItsHold() throws Exception {
        saga.givenCurrentTime(AT)
                .andThenAPublished(REQUESTED)
                .whenPublishingA(HELD)
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(HOLD, CommandDelivery.HOLD_EXPIRY)
                .expectNoScheduledDeadlineWithName(HOLD, CommandDelivery.COMMAND_TIMEOUT)
                .expectNoDispatchedCommands();
        new SagaTestFixture<>(CommandDelivery.class)
                .givenCurrentTime(AT)
                .andThenAPublished(REQUESTED)
                .andThenAPublished(HELD)
                .whenTimeElapses(HOLD)
                .expectTriggeredDeadlinesWithName(CommandDelivery.HOLD_EXPIRY)
                .expectDispatchedCommands(new ExpireCommand(COMMAND))
                .expectActiveSagas(1);
    }

    @Test
    void aReleasedCommandHasItsWholeTime() throws Exception {
        saga.givenCurrentTime(AT)
                .andThenAPublished(REQUESTED)
                .andThenAPublished(HELD)
                .andThenTimeElapses(Duration.ofHours(1))
                .whenPublishingA(new CommandReleased(COMMAND, PUMP, List.of()))
                .expectScheduledDeadlineWithName(Duration.ofSeconds(30), CommandDelivery.COMMAND_TIMEOUT)
                .expectNoScheduledDeadlineWithName(HOLD.minusHours(1), CommandDelivery.HOLD_EXPIRY);
    }

    @Test
    void aHeldCommandThatIsCancelledNeedsNoDeadline() {
        saga.givenCurrentTime(AT)
                .andThenAPublished(REQUESTED)
                .andThenAPublished(HELD)
                .whenPublishingA(new CommandCancelled(COMMAND, PUMP, CommandState.WAITING_FOR_SIGNATURES))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    @Test
    void anotherCommandsAnswerIsNotItsOwn() {
        CommandId other = new CommandId(UUID.fromString("0d4f3c1e-0000-4000-8000-000000000002"));
        saga.givenAPublished(REQUESTED)
                .whenPublishingA(new CommandAnswered(
                        other, PUMP, CommandState.REQUESTED, CommandAnswer.SUCCEEDED, null, null, null))
                .expectActiveSagas(1);
    }

    /** A saga that could not be read back would leave its command open for ever. */
    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = """
                {"attempt":1,"deadline":"deadline-1","expiry":"deadline-2","retry":"deadline-3","retryPolicy":{"attempts":3,
                "factor":2.0,"firstPauseSeconds":5,"longestPauseSeconds":8,"retryOn":["BUSY"]},"tenant":"acme",
                "timeoutSeconds":30}""";
        CommandDelivery read = json.readValue(stored, CommandDelivery.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
        assertThat(json.readValue("{\"deadline\":\"deadline-1\",\"tenant\":\"acme\"}", CommandDelivery.class))
                .as("as stored before commands could be held")
                .isNotNull();
    }
}
