package io.devicetrail.commandside.job;

import static io.devicetrail.commandside.Fixtures.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.domain.command.CommandRejection.ApprovedByPeople;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCommand;
import io.devicetrail.domain.job.JobCommand.AskForJobDevice;
import io.devicetrail.domain.job.JobCommand.CancelJob;
import io.devicetrail.domain.job.JobCommand.CreateJob;
import io.devicetrail.domain.job.JobCommand.HandOutJob;
import io.devicetrail.domain.job.JobCommand.PauseJob;
import io.devicetrail.domain.job.JobCommand.RecordJobOutcome;
import io.devicetrail.domain.job.JobCommand.ResumeJob;
import io.devicetrail.domain.job.JobCommand.RetryFailedOfJob;
import io.devicetrail.domain.job.JobCommand.StartJob;
import io.devicetrail.domain.job.JobCommand.TakeBackJobDevice;
import io.devicetrail.domain.job.JobCommand.Telling;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent.JobCancelled;
import io.devicetrail.domain.job.JobEvent.JobCohortListed;
import io.devicetrail.domain.job.JobEvent.JobCompleted;
import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobEvent.JobDeviceEnded;
import io.devicetrail.domain.job.JobEvent.JobDeviceTakenBack;
import io.devicetrail.domain.job.JobEvent.JobHalted;
import io.devicetrail.domain.job.JobEvent.JobHandedOut;
import io.devicetrail.domain.job.JobEvent.JobPaused;
import io.devicetrail.domain.job.JobEvent.JobResumed;
import io.devicetrail.domain.job.JobEvent.JobRetried;
import io.devicetrail.domain.job.JobEvent.JobStarted;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobPlan.AbortThresholds;
import io.devicetrail.domain.job.JobPlan.Cause;
import io.devicetrail.domain.job.JobRejection.CohortEmpty;
import io.devicetrail.domain.job.JobRejection.CohortNotAsExpected;
import io.devicetrail.domain.job.JobRejection.CommandsAreSigned;
import io.devicetrail.domain.job.JobRejection.CommandsStillOpen;
import io.devicetrail.domain.job.JobRejection.JobStateUnfit;
import io.devicetrail.domain.job.JobRejection.NothingToRetry;
import io.devicetrail.domain.job.JobRejection.StartByAuthor;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A job of three devices, 60 a minute, that halts at two failures. */
class JobAggregateTest {
    private static final JobId JOB = JobId.of(ACME, "ada", "1");
    private static final DeviceId ONE = device(1);
    private static final DeviceId TWO = device(2);
    private static final DeviceId THREE = device(3);
    private static final List<DeviceId> COHORT = List.of(ONE, TWO, THREE);
    private static final String HASH = JobSelection.hash(COHORT);
    private static final String ASKED = "1".repeat(64);
    private static final JobPlan PLAN =
            new JobPlan("dose", new TreeMap<>(Map.of("millilitres", 5)), null, 180, new AbortThresholds(null, 2, 1));
    private static final Map<String, Object> ADA = Map.of(Metadata.ACTOR_ID, "ada", Metadata.ACTOR_TYPE, "PERSON");
    private static final Map<String, Object> BEA = Map.of(Metadata.ACTOR_ID, "bea", Metadata.ACTOR_TYPE, "PERSON");

    private final PolicyWorld policies = new PolicyWorld();
    private final AggregateTestFixture<JobAggregate> job = fixture(policies);

    private static AggregateTestFixture<JobAggregate> fixture(PolicyWorld policies) {
        AggregateTestFixture<JobAggregate> fixture = Fixtures.fixture(JobAggregate.class, Fixtures.world());
        fixture.registerInjectableResource((SignaturePolicies) policies);
        return fixture;
    }

    /** An event that is read again, after a crash in the middle of a batch, tells nobody whom a later tick tells. */
    @Test
    void whatALaterTickHandedOutIsNoMatterOfAnEarlierOne() {
        Object[] given = {
            new JobHandedOut(JOB, ACME, 1, 1, COHORT, 0, 0),
            new JobDeviceTakenBack(JOB, ACME, 1, ONE, "TOO_MANY_OPEN_COMMANDS", 2),
            new JobHandedOut(JOB, ACME, 1, 2, List.of(ONE), 0, 0)
        };
        fixture(policies)
                .given(with(running(), given))
                .when(new AskForJobDevice(JOB, 1, 1, ONE))
                .expectResultMessagePayload(Telling.DONE);
        fixture(policies)
                .given(with(running(), given))
                .when(new AskForJobDevice(JOB, 1, 2, ONE))
                .expectResultMessagePayload(Telling.TELL);
        fixture(policies)
                .given(with(running(), given))
                .when(new TakeBackJobDevice(JOB, 1, 1, ONE, "TOO_MANY_OPEN_COMMANDS"))
                .expectNoEvents();
    }

    @Test
    void aDraftFreezesItsCohortInPartsWithAHashOfTheWhole() {
        List<DeviceId> many = IntStream.rangeClosed(1, 1_001)
                .mapToObj(JobAggregateTest::device)
                .toList();
        job.givenNoPriorActivity()
                .when(create(many, false), ADA)
                .expectEvents(
                        new JobCreated(
                                JOB, ACME, PLAN, 1_001, JobSelection.hash(many), new TreeMap<>(), false, "ada", ASKED),
                        new JobCohortListed(JOB, ACME, 1, many.subList(0, 1_000)),
                        new JobCohortListed(JOB, ACME, 2, many.subList(1_000, 1_001)));
    }

    @Test
    void theSameDraftAgainIsNoSecondJobWhateverTheSearchFindsNow() {
        job.given(draft(false)).when(create(List.of(ONE), false), ADA).expectNoEvents();
        fixture(policies)
                .given(draft(false))
                .when(
                        new CreateJob(
                                JOB,
                                ACME,
                                new JobPlan("reboot", new TreeMap<>(), null, 180, PLAN.abort()),
                                ASKED,
                                new JobSelection(COHORT, new TreeMap<>(), false)),
                        ADA)
                .expectExceptionDetails(new KeyReused());
    }

    @Test
    void theSameKeyForAnotherCohortIsNotTheSameDraft() {
        job.given(draft(false))
                .when(
                        new CreateJob(
                                JOB, ACME, PLAN, "2".repeat(64), new JobSelection(COHORT, new TreeMap<>(), false)),
                        ADA)
                .expectExceptionDetails(new KeyReused());
    }

    @Test
    void whoHasSeenTheCohortStartsIt() {
        job.given(draft(false))
                .when(new StartJob(JOB, 3, HASH), ADA)
                .expectEvents(new JobStarted(JOB, ACME, PLAN, 3, HASH, false));
    }

    /** One drafts it and another starts it: that is the agreement that its commands carry. */
    @Test
    void aCommandOfTwoPersonsTakesTwo() {
        job.given(draft(true)).when(new StartJob(JOB, 3, HASH), ADA).expectExceptionDetails(new StartByAuthor());
        fixture(policies)
                .given(draft(true))
                .when(new StartJob(JOB, 3, HASH), Map.of(Metadata.ACTOR_ID, "key", Metadata.ACTOR_TYPE, "MACHINE"))
                .expectExceptionDetails(new ApprovedByPeople());
        fixture(policies)
                .given(draft(true))
                .when(new StartJob(JOB, 3, HASH), BEA)
                .expectEvents(new JobStarted(JOB, ACME, PLAN, 3, HASH, true));
    }

    @Test
    void signaturesAreNotGivenForTenThousandCommands() {
        policies.policy(SignableKind.DEVICE_COMMAND, PolicyWorld.REVIEW_THEN_APPROVAL);
        job.givenNoPriorActivity().when(create(COHORT, false), ADA).expectExceptionDetails(new CommandsAreSigned());
        fixture(policies)
                .given(draft(false))
                .when(new StartJob(JOB, 3, HASH), BEA)
                .expectExceptionDetails(new CommandsAreSigned());
    }

    @Test
    void aTickHandsOutWhatTheRatePermitsAndNotTwice() {
        job.given(running())
                .when(new HandOutJob(JOB, 1, 1))
                .expectEvents(new JobHandedOut(JOB, ACME, 1, 1, COHORT, 0, 0));
        fixture(policies)
                .given(with(running(), new JobHandedOut(JOB, ACME, 1, 4, List.of(ONE), 2, 0)))
                .when(new HandOutJob(JOB, 1, 4))
                .expectNoEvents();
        fixture(policies).given(running()).when(new HandOutJob(JOB, 2, 1)).expectNoEvents();
    }

    @Test
    void atMostSoManyAreOpenAtOnce() {
        List<DeviceId> many = IntStream.rangeClosed(1, JobAggregate.MOST_OPEN + 5)
                .mapToObj(JobAggregateTest::device)
                .toList();
        List<Object> given = new ArrayList<>();
        given.add(new JobCreated(JOB, ACME, PLAN, many.size(), HASH, new TreeMap<>(), false, "ada", ASKED));
        given.add(new JobCohortListed(JOB, ACME, 1, many));
        given.add(new JobStarted(JOB, ACME, PLAN, many.size(), HASH, false));
        given.add(new JobHandedOut(JOB, ACME, 1, 1, many.subList(0, JobAggregate.MOST_OPEN - 1), 6, 0));
        job.given(given)
                .when(new HandOutJob(JOB, 1, 2))
                .expectEvents(new JobHandedOut(
                        JOB, ACME, 1, 2, many.subList(JobAggregate.MOST_OPEN - 1, JobAggregate.MOST_OPEN), 5, 0));
        List<Object> full = new ArrayList<>(given);
        full.add(new JobHandedOut(
                JOB, ACME, 1, 2, many.subList(JobAggregate.MOST_OPEN - 1, JobAggregate.MOST_OPEN), 5, 0));
        fixture(policies).given(full).when(new HandOutJob(JOB, 1, 3)).expectNoEvents();
    }

    @Test
    void whatReachesTheThresholdHaltsItInTheSameBreath() {
        job.given(told(ended(ONE, JobDeviceState.FAILED, 2)))
                .when(new RecordJobOutcome(JOB, 1, TWO, JobDeviceState.TIMED_OUT, null))
                .expectEvents(
                        ended(TWO, JobDeviceState.TIMED_OUT, 1),
                        new JobHalted(JOB, ACME, JobState.RUNNING, Cause.FAILED_COUNT, 2, 2, 0, 1));
        fixture(policies)
                .given(told(ended(ONE, JobDeviceState.FAILED, 2)))
                .when(new RecordJobOutcome(JOB, 1, TWO, JobDeviceState.CANCELLED, null))
                .expectEvents(ended(TWO, JobDeviceState.CANCELLED, 1));
    }

    @Test
    void theLastEndCompletesItAndWhatIsSaidTwiceCountsOnce() {
        job.given(told(ended(ONE, JobDeviceState.SUCCEEDED, 2), ended(TWO, JobDeviceState.FAILED, 1)))
                .when(new RecordJobOutcome(JOB, 1, THREE, JobDeviceState.SUCCEEDED, null))
                .expectEvents(
                        ended(THREE, JobDeviceState.SUCCEEDED, 0), new JobCompleted(JOB, ACME, JobState.RUNNING, 1, 3));
        fixture(policies)
                .given(told(ended(ONE, JobDeviceState.SUCCEEDED, 2)))
                .when(new RecordJobOutcome(JOB, 1, ONE, JobDeviceState.FAILED, null))
                .expectNoEvents();
    }

    @Test
    void aHaltedJobHandsOutNothingAndTakesBackWhatWasNotTold() {
        Object[] halted = {
            draft(false)[0],
            draft(false)[1],
            new JobStarted(JOB, ACME, PLAN, 3, HASH, false),
            new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE, TWO), 1, 0),
            new JobHalted(JOB, ACME, JobState.RUNNING, Cause.FAILED_COUNT, 2, 2, 1, 1)
        };
        job.given(halted).when(new HandOutJob(JOB, 1, 2)).expectNoEvents();
        fixture(policies)
                .given(halted)
                .when(new AskForJobDevice(JOB, 1, 1, TWO))
                .expectResultMessagePayload(Telling.HOLD);
        fixture(policies)
                .given(halted)
                .when(new AskForJobDevice(JOB, 1, 1, THREE))
                .expectResultMessagePayload(Telling.DONE);
        fixture(policies)
                .given(halted)
                .when(new TakeBackJobDevice(JOB, 1, 1, TWO, "JOB_NOT_RUNNING"))
                .expectEvents(new JobDeviceTakenBack(JOB, ACME, 1, TWO, "JOB_NOT_RUNNING", 1));
    }

    /** The failed one alone, and not the one that was never told. */
    @Test
    void aRetryTellsAgainWhatFailedAndNothingElse() {
        Object[] halted = {
            draft(false)[0],
            draft(false)[1],
            new JobStarted(JOB, ACME, PLAN, 3, HASH, false),
            new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE, TWO), 1, 0),
            ended(ONE, JobDeviceState.SUCCEEDED, 1),
            ended(TWO, JobDeviceState.REFUSED, 0),
            new JobHalted(JOB, ACME, JobState.RUNNING, Cause.FAILED_PERCENT, 1, 2, 1, 0)
        };
        JobRetried retried = new JobRetried(JOB, ACME, PLAN, JobState.HALTED, 2, 1, false);
        job.given(halted).when(new RetryFailedOfJob(JOB), ADA).expectEvents(retried);
        List<Object> second = new ArrayList<>(List.of(halted));
        second.add(retried);
        fixture(policies)
                .given(second)
                .when(new HandOutJob(JOB, 2, 1))
                .expectEvents(new JobHandedOut(JOB, ACME, 2, 1, List.of(TWO), 0, 0));
        fixture(policies).given(second).when(new HandOutJob(JOB, 1, 9)).expectNoEvents();
        assertThat(JOB.commandTo(TWO, 2)).isNotEqualTo(JOB.commandTo(TWO, 1)).isEqualTo(JOB.commandTo(TWO, 2));
    }

    /** It does not hold up the others, and not for ever. */
    @Test
    void aDeviceWithoutRoomIsAskedAfterTheOthersAndRefusedInTheEnd() {
        JobHandedOut first = new JobHandedOut(JOB, ACME, 1, 1, List.of(ONE), 2, 0);
        JobDeviceTakenBack full = new JobDeviceTakenBack(JOB, ACME, 1, ONE, TakeBackJobDevice.DEVICE_FULL, 0);
        job.given(with(running(), first, full))
                .when(new HandOutJob(JOB, 1, 2))
                .expectEvents(new JobHandedOut(JOB, ACME, 1, 2, List.of(TWO, THREE, ONE), 0, 0));
        List<Object> often = new ArrayList<>(List.of(running()));
        for (int turn = 1; turn < JobAggregate.MOST_TURNS; turn++) {
            often.add(new JobHandedOut(JOB, ACME, 1, turn, List.of(ONE), 2, 0));
            often.add(full);
        }
        often.add(new JobHandedOut(JOB, ACME, 1, JobAggregate.MOST_TURNS, List.of(ONE), 2, 0));
        TakeBackJobDevice again =
                new TakeBackJobDevice(JOB, 1, JobAggregate.MOST_TURNS, ONE, TakeBackJobDevice.DEVICE_FULL);
        fixture(policies)
                .given(often)
                .when(again)
                .expectEvents(new JobDeviceEnded(
                        JOB, ACME, 1, ONE, JobDeviceState.REFUSED, TakeBackJobDevice.DEVICE_FULL, 0));
        fixture(policies)
                .given(often.subList(0, often.size() - 2))
                .when(new TakeBackJobDevice(JOB, 1, JobAggregate.MOST_TURNS - 1, ONE, TakeBackJobDevice.DEVICE_FULL))
                .expectEvents(full);
    }

    /** So that who hands out need not ask the others without room in the next second. */
    @Test
    void itSaysHowManyOfThoseLeftHadNoRoom() {
        JobPlan slow = new JobPlan("reboot", new TreeMap<>(), null, 60, PLAN.abort());
        List<Object> given = new ArrayList<>();
        given.add(new JobCreated(JOB, ACME, slow, 3, HASH, new TreeMap<>(), false, "ada", ASKED));
        given.add(new JobCohortListed(JOB, ACME, 1, COHORT));
        given.add(new JobStarted(JOB, ACME, slow, 3, HASH, false));
        for (int tick = 1; tick <= 2; tick++) {
            DeviceId device = COHORT.get(tick - 1);
            given.add(new JobHandedOut(JOB, ACME, 1, tick, List.of(device), 3 - tick, 0));
            given.add(new JobDeviceTakenBack(JOB, ACME, 1, device, TakeBackJobDevice.DEVICE_FULL, 0));
        }
        job.given(given)
                .when(new HandOutJob(JOB, 1, 3))
                .expectEvents(new JobHandedOut(JOB, ACME, 1, 3, List.of(THREE), 2, 2));
        given.add(new JobHandedOut(JOB, ACME, 1, 3, List.of(THREE), 2, 2));
        fixture(policies)
                .given(given)
                .when(new HandOutJob(JOB, 1, 4))
                .expectEvents(new JobHandedOut(JOB, ACME, 1, 4, List.of(ONE), 1, 1));
    }

    /** Who waits for a further round has been told: if that round halts, what came of the one before holds. */
    @Test
    void whatWaitsWhenAFurtherRoundIsHaltedIsWhereItWas() {
        Object[] halted = with(
                told(
                        ended(ONE, JobDeviceState.FAILED, 2),
                        ended(TWO, JobDeviceState.FAILED, 1),
                        ended(THREE, JobDeviceState.FAILED, 0)),
                new JobHalted(JOB, ACME, JobState.RUNNING, Cause.FAILED_COUNT, 3, 3, 0, 0),
                new JobRetried(JOB, ACME, PLAN, JobState.HALTED, 2, 3, false),
                new JobHandedOut(JOB, ACME, 2, 1, List.of(ONE, TWO), 1, 0),
                new JobDeviceEnded(JOB, ACME, 2, ONE, JobDeviceState.SUCCEEDED, null, 1),
                new JobHalted(JOB, ACME, JobState.RUNNING, Cause.FAILED_COUNT, 0, 1, 1, 1),
                new JobDeviceTakenBack(JOB, ACME, 2, TWO, "JOB_NOT_RUNNING", 0));
        job.given(halted)
                .when(new RetryFailedOfJob(JOB), ADA)
                .expectEvents(new JobRetried(JOB, ACME, PLAN, JobState.HALTED, 3, 2, false));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(Object[] given, JobCommand command, Rejection why) {
        job.given(given).when(command, ADA).expectExceptionDetails(why).expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        Object[] draft = draft(false);
        Object[] running = running();
        Object[] paused = with(running, new JobPaused(JOB, ACME));
        Object[] cancelled = with(running, new JobCancelled(JOB, ACME, JobState.RUNNING, 3, 0));
        Object[] completed = with(running, new JobCompleted(JOB, ACME, JobState.RUNNING, 0, 3));
        Object[] halted = with(
                running,
                new JobHandedOut(JOB, ACME, 1, 1, COHORT, 0, 0),
                new JobHalted(JOB, ACME, JobState.RUNNING, Cause.FAILED_COUNT, 2, 2, 0, 3));
        return Stream.of(
                refused(draft, new StartJob(JOB, 2, HASH), new CohortNotAsExpected(3, HASH)),
                refused(draft, new StartJob(JOB, 3, "0".repeat(64)), new CohortNotAsExpected(3, HASH)),
                refused(draft, new PauseJob(JOB), new JobStateUnfit(JobState.DRAFT)),
                refused(draft, new ResumeJob(JOB), new JobStateUnfit(JobState.DRAFT)),
                refused(draft, new RetryFailedOfJob(JOB), new JobStateUnfit(JobState.DRAFT)),
                refused(running, new StartJob(JOB, 3, HASH), new JobStateUnfit(JobState.RUNNING)),
                refused(running, new ResumeJob(JOB), new JobStateUnfit(JobState.RUNNING)),
                refused(paused, new PauseJob(JOB), new JobStateUnfit(JobState.PAUSED)),
                refused(cancelled, new ResumeJob(JOB), new JobStateUnfit(JobState.CANCELLED)),
                refused(cancelled, new CancelJob(JOB), new JobStateUnfit(JobState.CANCELLED)),
                refused(completed, new RetryFailedOfJob(JOB), new NothingToRetry()),
                refused(halted, new ResumeJob(JOB), new JobStateUnfit(JobState.HALTED)),
                refused(halted, new RetryFailedOfJob(JOB), new CommandsStillOpen(3)));
    }

    @Test
    void aCohortOfNobodyIsNoJob() {
        job.givenNoPriorActivity().when(create(List.of(), false), ADA).expectExceptionDetails(new CohortEmpty());
    }

    @Test
    void aPausedJobGoesOnWhereItWas() {
        job.given(with(running(), new JobPaused(JOB, ACME)))
                .when(new HandOutJob(JOB, 1, 1))
                .expectNoEvents();
        fixture(policies)
                .given(with(running(), new JobPaused(JOB, ACME), new JobResumed(JOB, ACME)))
                .when(new HandOutJob(JOB, 1, 1))
                .expectEvents(new JobHandedOut(JOB, ACME, 1, 1, COHORT, 0, 0));
    }

    private static Arguments refused(Object[] given, JobCommand command, Rejection why) {
        return Arguments.of(given, command, why);
    }

    private static Object[] with(Object[] before, Object... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray();
    }

    private static CreateJob create(List<DeviceId> cohort, boolean twoPersons) {
        return new CreateJob(JOB, ACME, PLAN, ASKED, new JobSelection(cohort, new TreeMap<>(), twoPersons));
    }

    private static Object[] draft(boolean twoPersons) {
        return new Object[] {
            new JobCreated(JOB, ACME, PLAN, 3, HASH, new TreeMap<>(), twoPersons, "ada", ASKED),
            new JobCohortListed(JOB, ACME, 1, COHORT)
        };
    }

    private static Object[] running() {
        return with(draft(false), new JobStarted(JOB, ACME, PLAN, 3, HASH, false));
    }

    private static Object[] told(Object... after) {
        return with(with(running(), new JobHandedOut(JOB, ACME, 1, 1, COHORT, 0, 0)), after);
    }

    private static JobDeviceEnded ended(DeviceId device, JobDeviceState outcome, int open) {
        return new JobDeviceEnded(JOB, ACME, 1, device, outcome, null, open);
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "J-" + number);
    }
}
