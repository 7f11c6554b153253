package io.devicetrail.sagas.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.JobStart;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.command.CommandRejection.CommandNotInModel;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands.OfWhat;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.job.JobCommand.AskForJobDevice;
import io.devicetrail.domain.job.JobCommand.HandOutJob;
import io.devicetrail.domain.job.JobCommand.RecordJobOutcome;
import io.devicetrail.domain.job.JobCommand.TakeBackJobDevice;
import io.devicetrail.domain.job.JobCommand.Telling;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent.JobCancelled;
import io.devicetrail.domain.job.JobEvent.JobCompleted;
import io.devicetrail.domain.job.JobEvent.JobDeviceEnded;
import io.devicetrail.domain.job.JobEvent.JobDeviceTakenBack;
import io.devicetrail.domain.job.JobEvent.JobHandedOut;
import io.devicetrail.domain.job.JobEvent.JobPaused;
import io.devicetrail.domain.job.JobEvent.JobResumed;
import io.devicetrail.domain.job.JobEvent.JobRetried;
import io.devicetrail.domain.job.JobEvent.JobStarted;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.test.matchers.Matchers;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A job of two devices, one each two seconds; the job and the commands answer as the test says. */
class JobRunTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final JobId JOB = JobId.of(ACME, "ada", "1");
    private static final DeviceId ONE = DeviceId.of(ACME, "Flow AG", "J-1");
    private static final DeviceId TWO = DeviceId.of(ACME, "Flow AG", "J-2");
    private static final JobPlan PLAN =
            new JobPlan("dose", new TreeMap<>(Map.of("millilitres", 5)), null, 30, new AbortThresholds(null, 2, 1));
    private static final JobStarted STARTED = new JobStarted(JOB, ACME, PLAN, 2, "0".repeat(64), true);
    private static final JobHandedOut FIRST = new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE), 1, 0);
    private static final JobHandedOut BOTH = new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE, TWO), 0, 0);
    private static final CommandId COMMAND = JOB.commandTo(ONE, 1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final SagaTestFixture<JobRun> saga = new SagaTestFixture<>(JobRun.class);
    /** What the log has of commands. */
    private final Set<CommandId> requested = new HashSet<>();

    private final Map<DeviceId, CommandRejection> refusals = new HashMap<>();
    private CommandState stateInLog = CommandState.SENT;
    private @Nullable String codeInLog = "E17";
    private @Nullable ActorType cancelledBy;
    private Telling telling = Telling.TELL;

    @BeforeEach
    void theRestOfThePlatform() {
        saga.registerResource((KnownCommands) command -> Optional.of(command)
                .filter(requested::contains)
                .map(known -> new KnownCommand(
                        new CommandRequested(known, ACME, ONE, "dose", new TreeMap<>(), 60),
                        null,
                        stateInLog,
                        Instant.EPOCH,
                        KnownCommand.Attempts.FIRST,
                        stateInLog.ended() ? codeInLog : null,
                        cancelledBy)));
        saga.setCallbackBehavior((payload, metadata) -> answer(payload));
    }

    private @Nullable Object answer(Object command) {
        if (command instanceof AskForJobDevice) {
            return telling;
        }
        if (command instanceof RequestJobCommand request && refusals.containsKey(request.device())) {
            throw new CommandExecutionException("refused", null, refusals.get(request.device()));
        }
        return null;
    }

    @Test
    void theFirstTickIsAtOnceAndTheNextAfterTheIntervalOfTheRate() throws Exception {
        given(STARTED).whenTimeElapses(Duration.ofMillis(1)).expectDispatchedCommands(new HandOutJob(JOB, 1, 1));
        JobRunTest later = another();
        later.given(STARTED)
                .andThenTimeElapses(Duration.ofMillis(1))
                .whenTimeElapses(TWO_SECONDS)
                .expectTriggeredDeadlinesWithName(JobRun.TICK, JobRun.TICK)
                .expectDispatchedCommands(new HandOutJob(JOB, 1, 2));
    }

    @Test
    void whatIsHandedOutIsAskedForAndThenRequested() throws Exception {
        given(STARTED)
                .whenPublishingA(FIRST)
                .expectDispatchedCommands(new AskForJobDevice(JOB, 1, 1, ONE), request(ONE))
                .expectAssociationWith("command", COMMAND.toString());
    }

    /** Its outcome is on record, or it was taken back: a saga that is built anew passes it by. */
    @Test
    void whatTheJobSaysIsDoneIsNotRequested() throws Exception {
        telling = Telling.DONE;
        given(STARTED)
                .whenPublishingA(BOTH)
                .expectDispatchedCommands(new AskForJobDevice(JOB, 1, 1, ONE), new AskForJobDevice(JOB, 1, 1, TWO));
    }

    @Test
    void whatWasRequestedBeforeACrashIsWaitedForAndNotRequestedAgain() throws Exception {
        requested.add(COMMAND);
        given(STARTED)
                .whenPublishingA(FIRST)
                .expectDispatchedCommands(new AskForJobDevice(JOB, 1, 1, ONE))
                .expectAssociationWith("command", COMMAND.toString());
    }

    /** Its end was read while the hand-out was set aside, by nobody: it would be waited for in vain. */
    @Test
    void whatHasEndedMeanwhileIsTheOutcomeAtOnce() throws Exception {
        requested.add(COMMAND);
        stateInLog = CommandState.FAILED;
        given(STARTED)
                .whenPublishingA(FIRST)
                .expectDispatchedCommands(
                        new AskForJobDevice(JOB, 1, 1, ONE),
                        new RecordJobOutcome(JOB, 1, ONE, JobDeviceState.FAILED, "E17"))
                .expectNoAssociationWith("command", COMMAND.toString());
    }

    /**
     * By the platform: it was requested, waited for its turn, and then something was in the way. The same whether its end is
     * read, or found in the log because a batch was taken back.
     */
    @ParameterizedTest
    @EnumSource(ActorType.class)
    void whatWasCancelledCountsByWhoCancelledIt(ActorType by) throws Exception {
        CommandCancelled cancelled = new CommandCancelled(COMMAND, ONE, CommandState.QUEUED);
        given(STARTED, FIRST)
                .whenPublishingA(new GenericEventMessage<>(cancelled, Map.of(Metadata.ACTOR_TYPE, by.name())))
                .expectDispatchedCommands(cancelled(by));
        JobRunTest again = another();
        again.requested.add(COMMAND);
        again.stateInLog = CommandState.CANCELLED;
        again.codeInLog = null;
        again.cancelledBy = by;
        again.given(STARTED)
                .whenPublishingA(FIRST)
                .expectDispatchedCommands(new AskForJobDevice(JOB, 1, 1, ONE), cancelled(by));
    }

    private static RecordJobOutcome cancelled(ActorType by) {
        return by == ActorType.PROCESS
                ? new RecordJobOutcome(JOB, 1, ONE, JobDeviceState.REFUSED, Sending.GIVEN_UP)
                : new RecordJobOutcome(JOB, 1, ONE, JobDeviceState.CANCELLED, null);
    }

    @Test
    void aJobThatWasStoppedMeanwhileTakesBackWhatWasNotRequested() throws Exception {
        telling = Telling.HOLD;
        given(STARTED)
                .whenPublishingA(FIRST)
                .expectDispatchedCommands(
                        new AskForJobDevice(JOB, 1, 1, ONE),
                        new TakeBackJobDevice(JOB, 1, 1, ONE, Sending.NOT_RUNNING));
    }

    @Test
    void aRefusalIsTheOutcomeOfItsDevice() throws Exception {
        refusals.put(ONE, new CommandNotInModel("dose"));
        given(STARTED)
                .whenPublishingA(BOTH)
                .expectDispatchedCommands(
                        new AskForJobDevice(JOB, 1, 1, ONE),
                        request(ONE),
                        new RecordJobOutcome(JOB, 1, ONE, JobDeviceState.REFUSED, "COMMAND_NOT_IN_MODEL"),
                        new AskForJobDevice(JOB, 1, 1, TWO),
                        request(TWO));
    }

    @Test
    void whereThereIsNoRoomAllWaitForAWhile() throws Exception {
        refusals.put(ONE, new TooManyOpenCommands(OfWhat.TENANT, 7));
        given(STARTED)
                .whenPublishingA(BOTH)
                .expectDispatchedCommands(
                        new AskForJobDevice(JOB, 1, 1, ONE),
                        request(ONE),
                        new TakeBackJobDevice(JOB, 1, 1, ONE, "TOO_MANY_OPEN_COMMANDS"),
                        new AskForJobDevice(JOB, 1, 1, TWO),
                        new TakeBackJobDevice(JOB, 1, 1, TWO, "TOO_MANY_OPEN_COMMANDS"))
                .expectScheduledDeadlineWithName(JobRun.BACK_OFF, JobRun.TICK);
    }

    /** The store was lost, or it crashed in a tick: what it had set is due for a tick that is past. */
    @Test
    void aRunThatIsBehindItsJobGoesOnWithTheNextTick() throws Exception {
        given(STARTED, FIRST).whenTimeElapses(TWO_SECONDS).expectDispatchedCommands(new HandOutJob(JOB, 1, 2));
        another()
                .given(STARTED, FIRST, new JobHandedOut(JOB, ACME, 1, 7, List.of(TWO), 1, 0))
                .whenTimeElapses(TWO_SECONDS)
                .expectDispatchedCommands(new HandOutJob(JOB, 1, 8));
    }

    /** The others need not wait for it. */
    @Test
    void aDeviceThatIsFullWaitsByItself() throws Exception {
        refusals.put(ONE, new TooManyOpenCommands(OfWhat.DEVICE, 7));
        given(STARTED)
                .whenPublishingA(new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE, TWO), 1, 0))
                .expectDispatchedCommands(
                        new AskForJobDevice(JOB, 1, 1, ONE),
                        request(ONE),
                        new TakeBackJobDevice(JOB, 1, 1, ONE, TakeBackJobDevice.DEVICE_FULL),
                        new AskForJobDevice(JOB, 1, 1, TWO),
                        request(TWO))
                .expectScheduledDeadlineWithName(TWO_SECONDS, JobRun.TICK);
    }

    /** Each has its next turn after a while, as if it were the only one. */
    @Test
    void whereOnlyDevicesAreLeftThatHadNoRoomNoneIsAskedForAWhile() throws Exception {
        refusals.put(ONE, new TooManyOpenCommands(OfWhat.DEVICE, 7));
        given(STARTED)
                .andThenTimeElapses(Duration.ofMillis(1))
                .andThenAPublished(new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE), 1, 1))
                .whenTimeElapses(JobRun.BACK_OFF.minusMillis(1))
                .expectNoDispatchedCommands();
        another()
                .given(STARTED)
                .andThenTimeElapses(Duration.ofMillis(1))
                .andThenAPublished(new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE), 1, 1))
                .whenTimeElapses(JobRun.BACK_OFF)
                .expectDispatchedCommands(new HandOutJob(JOB, 1, 3));
    }

    /** All were handed out, so no tick was due any more. */
    @Test
    void whatIsTakenBackGetsATick() throws Exception {
        given(STARTED, BOTH)
                .andThenAPublished(new JobDeviceTakenBack(JOB, ACME, 1, TWO, "TOO_MANY_OPEN_COMMANDS", 1))
                .whenTimeElapses(JobRun.BACK_OFF)
                .expectTriggeredDeadlinesWithName(JobRun.TICK, JobRun.TICK)
                .expectDispatchedCommands(new HandOutJob(JOB, 1, 2));
    }

    @Test
    void whenAllAreHandedOutNoTickComesAnyMore() throws Exception {
        given(STARTED, BOTH).whenTimeElapses(Duration.ofHours(1)).expectNoDispatchedCommands();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void theEndOfACommandIsTheOutcomeOfItsDevice(Object end, JobDeviceState outcome, @Nullable String code)
            throws Exception {
        given(STARTED, FIRST)
                .whenPublishingA(end)
                .expectDispatchedCommands(new RecordJobOutcome(JOB, 1, ONE, outcome, code))
                .expectNoAssociationWith("command", COMMAND.toString())
                .expectActiveSagas(1);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(answered(CommandAnswer.SUCCEEDED), JobDeviceState.SUCCEEDED, "C"),
                Arguments.of(answered(CommandAnswer.FAILED), JobDeviceState.FAILED, "C"),
                Arguments.of(answered(CommandAnswer.REJECTED), JobDeviceState.REJECTED, "C"),
                Arguments.of(new CommandTimedOut(COMMAND, ONE, CommandState.EXECUTING), JobDeviceState.TIMED_OUT, null),
                Arguments.of(new CommandExpired(COMMAND, ONE, CommandState.SENT), JobDeviceState.EXPIRED, null),
                Arguments.of(new CommandCancelled(COMMAND, ONE, CommandState.SENT), JobDeviceState.CANCELLED, null),
                Arguments.of(
                        new CommandWithdrawn(COMMAND, ONE, CommandState.SENT, LifeCycle.RETIRED),
                        JobDeviceState.CANCELLED,
                        "DEVICE_RETIRED"));
    }

    /** So that a command that two persons stand behind can say so. */
    @Test
    void theCommandsSayWhoStartedTheRound() throws Exception {
        EventMessage<?> started =
                new GenericEventMessage<>(STARTED, Map.of(Metadata.ACTOR_ID, "ben", Metadata.ACTOR_NAME, "Ben L."));
        given(started)
                .whenPublishingA(FIRST)
                .expectDispatchedCommandsMatching(Matchers.<List<CommandMessage<?>>>predicate(sent -> sent.stream()
                        .map(CommandMessage::getPayload)
                        .filter(RequestJobCommand.class::isInstance)
                        .map(RequestJobCommand.class::cast)
                        .anyMatch(request -> new JobStart(JOB.value(), 1, "ben", "Ben L.").equals(request.start()))));
    }

    @Test
    void whatIsNoEndIsNoOutcome() throws Exception {
        given(STARTED, FIRST).whenPublishingA(answered(CommandAnswer.EXECUTING)).expectNoDispatchedCommands();
    }

    @Test
    void aPausedJobHasNoTicksAndAResumedOneHas() throws Exception {
        given(STARTED, FIRST, new JobPaused(JOB, ACME))
                .whenTimeElapses(Duration.ofHours(1))
                .expectNoDispatchedCommands();
        another()
                .given(STARTED, FIRST, new JobPaused(JOB, ACME), new JobResumed(JOB, ACME))
                .whenTimeElapses(TWO_SECONDS)
                .expectDispatchedCommands(new HandOutJob(JOB, 1, 3));
        another()
                .given(STARTED, FIRST, new JobPaused(JOB, ACME), new JobResumed(JOB, ACME))
                .whenTimeElapses(TWO_SECONDS.minusMillis(1))
                .expectNoDispatchedCommands();
    }

    @Test
    void itEndsWithTheLastCommandOfAJobThatIsOver() throws Exception {
        JobCancelled cancelled = new JobCancelled(JOB, ACME, JobState.RUNNING, 0, 2);
        given(STARTED, BOTH).whenPublishingA(cancelled).expectActiveSagas(1);
        another().given(STARTED, BOTH, cancelled).whenPublishingA(end(1)).expectActiveSagas(1);
        another()
                .given(STARTED, BOTH, cancelled, end(1))
                .whenPublishingA(end(0))
                .expectActiveSagas(0);
        another()
                .given(STARTED, BOTH)
                .whenPublishingA(new JobCompleted(JOB, ACME, JobState.RUNNING, 0, 2))
                .expectActiveSagas(0);
    }

    @Test
    void aFurtherRoundHasCommandsOfItsOwn() throws Exception {
        given(STARTED, BOTH, new JobCompleted(JOB, ACME, JobState.RUNNING, 1, 2))
                .andThenAPublished(new JobRetried(JOB, ACME, PLAN, JobState.COMPLETED, 2, 1, true))
                .whenPublishingA(new JobHandedOut(JOB, ACME, 2, 1, List.of(ONE), 0, 0))
                .expectActiveSagas(1)
                .expectAssociationWith("command", JOB.commandTo(ONE, 2).toString());
        assertThat(JOB.commandTo(ONE, 2)).isNotEqualTo(COMMAND);
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String former = "{\"job\":\"" + JOB + "\",\"tenant\":\"acme\",\"plan\":" + json.writeValueAsString(PLAN)
                + ",\"agreed\":true,\"round\":2,\"tick\":7,\"deadline\":\"d\",\"running\":true,\"over\":false";
        for (String by : List.of("\"ben\",\"startedByName\":\"Ben L.\"", "null,\"startedByName\":null")) {
            String stored = former + ",\"startedBy\":" + by + "}";
            assertThat(json.readTree(json.writeValueAsString(json.readValue(stored, JobRun.class))))
                    .isEqualTo(json.readTree(stored));
        }
        assertThat(json.readValue(former + "}", JobRun.class))
                .as("from before that was kept")
                .isNotNull();
    }

    private static JobRunTest another() {
        JobRunTest another = new JobRunTest();
        another.theRestOfThePlatform();
        return another;
    }

    private ContinuedGivenState given(Object... events) throws Exception {
        ContinuedGivenState state = saga.givenCurrentTime(Instant.parse("2026-11-20T10:00:00Z"));
        for (Object event : events) {
            state = state.andThenAPublished(event);
        }
        return state;
    }

    private static RequestJobCommand request(DeviceId device) {
        return new RequestJobCommand(
                JOB.commandTo(device, 1),
                ACME,
                device,
                "dose",
                new TreeMap<>(Map.of("millilitres", 5)),
                null,
                true,
                null);
    }

    private static CommandAnswered answered(CommandAnswer answer) {
        return new CommandAnswered(COMMAND, ONE, CommandState.SENT, answer, "C", null, null);
    }

    private static JobDeviceEnded end(int open) {
        return new JobDeviceEnded(JOB, ACME, 1, ONE, JobDeviceState.SUCCEEDED, null, open);
    }
}
