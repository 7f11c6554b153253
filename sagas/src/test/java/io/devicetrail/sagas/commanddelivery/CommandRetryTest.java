package io.devicetrail.sagas.commanddelivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.RecordingCommandBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The pauses between attempts, of 5 and 8 seconds, and the wait for a second person. */
class CommandRetryTest {
    private static final CommandId COMMAND = new CommandId(UUID.fromString("0d4f3c1e-0000-4000-8000-000000000001"));
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final CommandRequested REQUESTED = new CommandRequested(
            COMMAND,
            ACME,
            PUMP,
            "reboot",
            new TreeMap<>(),
            60,
            CommandClass.OPERATION,
            new RetryPolicy(3, 5, 2, 8, List.of("BUSY")),
            false);
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration HOLD = Duration.ofHours(24);
    private static final CommandApprovalAsked ASKED = new CommandApprovalAsked(COMMAND, PUMP, "ada", AT.plus(HOLD));

    private final SagaTestFixture<CommandDelivery> saga = new SagaTestFixture<>(CommandDelivery.class);

    @Test
    void aDeviceThatSaysNothingIsToldAgainAfterThePause() throws Exception {
        given(REQUESTED, sent(1)).whenTimeElapses(Duration.ofSeconds(4)).expectNoDispatchedCommands();
        CommandRetryTest other = new CommandRetryTest();
        other.given(REQUESTED, sent(1))
                .whenTimeElapses(Duration.ofSeconds(6))
                .expectTriggeredDeadlinesWithName(CommandDelivery.RETRY)
                .expectDispatchedCommands(new RetryCommand(COMMAND, 2))
                .expectActiveSagas(1);
    }

    @Test
    void thePauseGrowsAndEveryAttemptIsAMessageOfItsOwn() throws Exception {
        given(REQUESTED, sent(1), retried(2), sent(2))
                .whenTimeElapses(Duration.ofSeconds(7))
                .expectNoDispatchedCommands();
        CommandRetryTest third = new CommandRetryTest();
        third.given(REQUESTED, sent(1), retried(2), sent(2))
                .whenTimeElapses(Duration.ofSeconds(9))
                .expectDispatchedCommands(new RetryCommand(COMMAND, 3));
        CommandRetryTest second = new CommandRetryTest();
        second.given(REQUESTED, sent(1)).whenTimeElapses(Duration.ofSeconds(6));
        assertThat(third.messageIds()).hasSize(1).isNotEqualTo(second.messageIds());
    }

    /** A node died after it had sent, or the deadline could not be cancelled. */
    @Test
    void aDeadlineThatFiresAgainAfterItsAttemptWasMadeChangesNothing() {
        RecordingCommandBus sent = new RecordingCommandBus();
        JsonMapper json = JsonMapper.builder().build();
        String stored = "{\"tenant\":\"acme\",\"timeoutSeconds\":60,\"retry\":\"of attempt 3\",\"attempt\":2}";
        CommandDelivery delivery = json.readValue(stored, CommandDelivery.class);
        delivery.onRetry(COMMAND + " 2", gateway(sent));
        assertThat(sent.getDispatchedCommands()).isEmpty();
        assertThat(json.readTree(json.writeValueAsString(delivery))
                        .path("retry")
                        .asString())
                .isEqualTo("of attempt 3");
        delivery.onRetry(COMMAND + " 3", gateway(sent));
        assertThat(sent.getDispatchedCommands())
                .extracting(CommandMessage::getPayload)
                .isEqualTo(List.of(new RetryCommand(COMMAND, 3)));
    }

    @Test
    void aDeadlineOfBeforeItsAttemptWasKeptAsksForTheNext() {
        RecordingCommandBus sent = new RecordingCommandBus();
        CommandDelivery delivery = JsonMapper.builder()
                .build()
                .readValue("{\"tenant\":\"acme\",\"timeoutSeconds\":60,\"attempt\":1}", CommandDelivery.class);
        delivery.onRetry(COMMAND.toString(), gateway(sent));
        assertThat(sent.getDispatchedCommands())
                .extracting(CommandMessage::getPayload)
                .isEqualTo(List.of(new RetryCommand(COMMAND, 2)));
    }

    @Test
    void afterTheLastAttemptOnlyTheTimeOutIsLeft() throws Exception {
        given(REQUESTED, sent(1), retried(2), sent(2), retried(3), sent(3))
                .whenTimeElapses(Duration.ofSeconds(61))
                .expectDispatchedCommands(new TimeOutCommand(COMMAND));
    }

    @Test
    void aFailureThatPassesIsTriedAgainAfterItsPause() throws Exception {
        given(REQUESTED, sent(1), failed(1))
                .whenTimeElapses(Duration.ofSeconds(6))
                .expectDispatchedCommands(new RetryCommand(COMMAND, 2));
    }

    /** The device was faster than the record that the message was sent. */
    @Test
    void aFailureBeforeTheAttemptWasMarkedIsTriedAgain() throws Exception {
        given(REQUESTED, failed(1))
                .whenTimeElapses(Duration.ofSeconds(6))
                .expectDispatchedCommands(new RetryCommand(COMMAND, 2));
    }

    @Test
    void aFailureOfAnEarlierAttemptIsFollowedByTheOneAfterTheLast() throws Exception {
        given(REQUESTED, sent(1), retried(2), failed(1))
                .whenTimeElapses(Duration.ofSeconds(9))
                .expectDispatchedCommands(new RetryCommand(COMMAND, 3));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"RECEIVED", "EXECUTING"})
    void aDeviceThatHasItIsNotToldAgain(CommandAnswer answer) throws Exception {
        given(REQUESTED, sent(1), new CommandAnswered(COMMAND, PUMP, CommandState.SENT, answer, null, null, null))
                .whenTimeElapses(Duration.ofSeconds(59))
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }

    @Test
    void anExpiredCommandNeedsNoDeadline() throws Exception {
        given(REQUESTED, sent(1))
                .whenPublishingA(new CommandExpired(COMMAND, PUMP, CommandState.SENT))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    @Test
    void whatWaitsForASecondPersonExpiresAfterItsHold() throws Exception {
        given(REQUESTED, ASKED).whenTimeElapses(HOLD.minusSeconds(1)).expectNoDispatchedCommands();
        CommandRetryTest other = new CommandRetryTest();
        other.given(REQUESTED, ASKED)
                .whenTimeElapses(HOLD)
                .expectTriggeredDeadlinesWithName(CommandDelivery.HOLD_EXPIRY)
                .expectDispatchedCommands(new ExpireCommand(COMMAND));
    }

    @Test
    void anApprovedCommandHasItsWholeTime() throws Exception {
        given(REQUESTED, ASKED)
                .andThenTimeElapses(Duration.ofHours(1))
                .whenPublishingA(new CommandApproved(COMMAND, PUMP, "ada", CommandState.REQUESTED))
                .expectScheduledDeadlineWithName(Duration.ofSeconds(60), CommandDelivery.COMMAND_TIMEOUT)
                .expectNoScheduledDeadlineWithName(HOLD.minusHours(1), CommandDelivery.HOLD_EXPIRY);
    }

    @Test
    void anApprovedCommandThatWaitsForSignaturesExpiresAsIfItHadOnlyWaitedForThem() throws Exception {
        given(REQUESTED, new CommandHeld(COMMAND, PUMP, new SignaturePolicy(List.of(), false), AT.plus(HOLD)), ASKED)
                .andThenTimeElapses(Duration.ofHours(1))
                .whenPublishingA(new CommandApproved(COMMAND, PUMP, "ada", CommandState.WAITING_FOR_SIGNATURES))
                .expectScheduledDeadlineWithName(HOLD.minusHours(1), CommandDelivery.HOLD_EXPIRY)
                .expectNoScheduledDeadlineWithName(Duration.ofSeconds(60), CommandDelivery.COMMAND_TIMEOUT);
    }

    private static CommandGateway gateway(RecordingCommandBus bus) {
        bus.setCallbackBehavior((payload, metadata) -> null);
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    private ContinuedGivenState given(CommandEvent... events) throws Exception {
        ContinuedGivenState state = saga.givenCurrentTime(AT);
        for (CommandEvent event : events) {
            state = state.andThenAPublished(event);
        }
        return state;
    }

    private List<String> messageIds() {
        return ((RecordingCommandBus) saga.getCommandBus())
                .getDispatchedCommands().stream()
                        .map(CommandMessage::getIdentifier)
                        .toList();
    }

    private static CommandSent sent(int attempt) {
        return new CommandSent(COMMAND, PUMP, CommandState.REQUESTED, attempt);
    }

    private static CommandRetried retried(int attempt) {
        return new CommandRetried(COMMAND, PUMP, CommandState.SENT, attempt, RetryReason.NO_ANSWER);
    }

    private static CommandAttemptFailed failed(int attempt) {
        return new CommandAttemptFailed(COMMAND, PUMP, CommandState.SENT, attempt, "BUSY", null, null);
    }
}
