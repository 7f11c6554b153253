package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandProgressed;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that a device is told three times at most, and that it may fail with BUSY. */
class AttemptsTest {
    private static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");
    private static final CommandRequested REQUESTED = requested(new RetryPolicy(3, 5, 2, 60, List.of("BUSY")));
    private static final CommandSent FIRST = sent(1);
    private static final CommandRetried SILENT =
            new CommandRetried(COMMAND, PUMP, CommandState.SENT, 2, RetryReason.NO_ANSWER);
    private static final CommandAttemptFailed BUSY =
            new CommandAttemptFailed(COMMAND, PUMP, CommandState.SENT, 1, "BUSY", null, null);

    private final AggregateTestFixture<CommandAggregate> command =
            RequestCommandTest.fixture(RequestCommandTest.activePump());

    @Test
    void aDeviceThatSaysNothingIsToldAgainUntilTheLastAttempt() {
        command.given(REQUESTED, FIRST).when(new RetryCommand(COMMAND, 2)).expectEvents(SILENT);
        command.given(REQUESTED, FIRST, SILENT)
                .when(new MarkCommandSent(COMMAND, 2))
                .expectEvents(sent(2));
        command.given(REQUESTED, FIRST, SILENT, sent(2))
                .when(new RetryCommand(COMMAND, 3))
                .expectEvents(new CommandRetried(COMMAND, PUMP, CommandState.SENT, 3, RetryReason.NO_ANSWER));
        nothing(new RetryCommand(COMMAND, 4), REQUESTED, FIRST, SILENT, sent(2), retried(3), sent(3));
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"RECEIVED", "EXECUTING"})
    void aDeviceThatHasItIsNotToldAgain(CommandAnswer answer) {
        nothing(new RetryCommand(COMMAND, 2), REQUESTED, FIRST, answered(answer));
    }

    /** A deadline may fire twice, or late: what it asks for is not what is next. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void onlyTheNextAttemptIsMade(int attempt) {
        nothing(new RetryCommand(COMMAND, attempt), REQUESTED, FIRST, SILENT, sent(2));
    }

    @Test
    void whatTheModelTellsOnceIsToldOnce() {
        nothing(new RetryCommand(COMMAND, 2), requested(null), FIRST);
    }

    @Test
    void whatIsNotYetWithTheBrokerIsNotToldAgain() {
        nothing(new RetryCommand(COMMAND, 2), REQUESTED);
        nothing(new RetryCommand(COMMAND, 3), REQUESTED, FIRST, SILENT);
    }

    @Test
    void onlyTheAttemptThatIsDueIsMarkedAsSent() {
        nothing(new MarkCommandSent(COMMAND, 1), REQUESTED, FIRST, SILENT);
        nothing(new MarkCommandSent(COMMAND, 1), REQUESTED, BUSY);
    }

    @Test
    void aFailureThatPassesIsTriedAgainAfterItsPause() {
        command.given(REQUESTED, FIRST).when(failed("BUSY", 1)).expectEvents(BUSY);
        command.given(REQUESTED, FIRST, BUSY)
                .when(new RetryCommand(COMMAND, 2))
                .expectEvents(new CommandRetried(COMMAND, PUMP, CommandState.REQUESTED, 2, RetryReason.ATTEMPT_FAILED));
    }

    @Test
    void aFailureIsFinal() {
        isFinal(failed("E7", 1), REQUESTED, FIRST);
        isFinal(failed("BUSY", null), REQUESTED, FIRST);
        isFinal(failed("BUSY", 2), REQUESTED, FIRST);
        isFinal(failed("BUSY", 1), requested(null), FIRST);
        isFinal(failed("BUSY", 3), REQUESTED, FIRST, SILENT, sent(2), retried(3), sent(3));
    }

    /** The device may be at the last one by then; there is no further one that it could be tried by. */
    @Test
    void onceTheLastAttemptIsMadeAFailureOfAnEarlierOneIsFinal() {
        isFinal(failed("BUSY", 1), REQUESTED, FIRST, SILENT, sent(2), retried(3), sent(3));
        isFinal(failed("BUSY", 2), REQUESTED, FIRST, SILENT, sent(2), retried(3), sent(3));
    }

    /** Said twice by the broker, or overtaken on the way. */
    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"RECEIVED", "EXECUTING", "FAILED"})
    void whatIsSaidOfAFailedAttemptIsOld(CommandAnswer answer) {
        RecordCommandAnswer old = new RecordCommandAnswer(COMMAND, PUMP, answer, "BUSY", null, null, 1, null);
        nothing(old, REQUESTED, FIRST, BUSY);
        nothing(old, REQUESTED, FIRST, BUSY, afterBusy(), sent(2));
    }

    /** Which attempt it speaks of is not known: taken as new it would end the pause, and the device would never be told. */
    @ParameterizedTest
    @EnumSource(
            value = CommandAnswer.class,
            names = {"RECEIVED", "EXECUTING"})
    void afterAFailureWhatNamesNoAttemptIsOld(CommandAnswer answer) {
        RecordCommandAnswer unnamed = new RecordCommandAnswer(COMMAND, PUMP, answer, null, null, null, null, 40);
        nothing(unnamed, REQUESTED, FIRST, BUSY);
        nothing(unnamed, REQUESTED, FIRST, BUSY, afterBusy(), sent(2));
        command.given(REQUESTED, FIRST, BUSY).when(new RetryCommand(COMMAND, 2)).expectEvents(afterBusy());
    }

    /** The device contradicts itself; what it has done it must not be told to do again. */
    @Test
    void aDeviceThatHasDoneItAfterAllHasDoneIt() {
        command.given(REQUESTED, FIRST, BUSY, afterBusy(), sent(2))
                .when(new RecordCommandAnswer(COMMAND, PUMP, CommandAnswer.SUCCEEDED, null, null, null, 1, null))
                .expectEvents(answered(CommandAnswer.SUCCEEDED));
    }

    @Test
    void afterAFailureTheDeviceIsKnownToHaveHeardOfIt() {
        RequestCommandTest.fixture(RequestCommandTest.activePump(), Instant.EPOCH.plusSeconds(60))
                .givenCurrentTime(Instant.EPOCH)
                .andGiven(REQUESTED, FIRST, BUSY)
                .when(new TimeOutCommand(COMMAND))
                .expectEvents(new CommandTimedOut(COMMAND, PUMP, CommandState.REQUESTED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 39, 35, 30})
    void progressIsRecordedWhenAFurtherTenthIsReached(int percent) {
        nothing(progress(percent), REQUESTED, FIRST, answered(CommandAnswer.EXECUTING), progressed(0, 35));
    }

    @Test
    void progressRisesAndBeginsAnewWithEachAttempt() {
        command.given(REQUESTED, FIRST, answered(CommandAnswer.EXECUTING), progressed(0, 35))
                .when(progress(40))
                .expectEvents(progressed(35, 40));
        command.given(REQUESTED, FIRST, answered(CommandAnswer.EXECUTING), progressed(0, 95))
                .when(progress(100))
                .expectEvents(progressed(95, 100));
        command.given(
                        REQUESTED,
                        FIRST,
                        answered(CommandAnswer.EXECUTING),
                        progressed(0, 95),
                        BUSY,
                        afterBusy(),
                        sent(2),
                        answered(CommandAnswer.EXECUTING))
                .when(new RecordCommandAnswer(COMMAND, PUMP, CommandAnswer.EXECUTING, null, null, null, 2, 12))
                .expectEvents(progressed(0, 12));
    }

    private void nothing(Object order, Object... history) {
        command.given(history).when(order).expectSuccessfulHandlerExecution().expectNoEvents();
    }

    private void isFinal(RecordCommandAnswer failure, Object... history) {
        command.given(history)
                .when(failure)
                .expectEvents(new CommandAnswered(
                        COMMAND, PUMP, CommandState.SENT, CommandAnswer.FAILED, failure.code(), null, null));
    }

    private static CommandRequested requested(@Nullable RetryPolicy retry) {
        return new CommandRequested(
                COMMAND, ACME, PUMP, "reboot", new TreeMap<>(), 60, CommandClass.OPERATION, retry, false);
    }

    private static CommandSent sent(int attempt) {
        return new CommandSent(COMMAND, PUMP, CommandState.REQUESTED, attempt);
    }

    private static CommandRetried retried(int attempt) {
        return new CommandRetried(COMMAND, PUMP, CommandState.SENT, attempt, RetryReason.NO_ANSWER);
    }

    private static CommandRetried afterBusy() {
        return new CommandRetried(COMMAND, PUMP, CommandState.REQUESTED, 2, RetryReason.ATTEMPT_FAILED);
    }

    private static CommandAnswered answered(CommandAnswer answer) {
        return new CommandAnswered(COMMAND, PUMP, CommandState.SENT, answer, null, null, null);
    }

    private static CommandProgressed progressed(int from, int to) {
        return new CommandProgressed(COMMAND, PUMP, from, to, null, null);
    }

    private static RecordCommandAnswer failed(String code, @Nullable Integer attempt) {
        return new RecordCommandAnswer(COMMAND, PUMP, CommandAnswer.FAILED, code, null, null, attempt, null);
    }

    private static RecordCommandAnswer progress(int percent) {
        return new RecordCommandAnswer(COMMAND, PUMP, CommandAnswer.EXECUTING, null, null, null, null, percent);
    }
}
