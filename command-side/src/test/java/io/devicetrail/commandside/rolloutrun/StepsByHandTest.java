package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.ADA;
import static io.devicetrail.commandside.rolloutrun.Runs.AT;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT_HASH;
import static io.devicetrail.commandside.rolloutrun.Runs.CONTENT;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.SOAKED;
import static io.devicetrail.commandside.rolloutrun.Runs.counted;
import static io.devicetrail.commandside.rolloutrun.Runs.nth;
import static io.devicetrail.commandside.rolloutrun.Runs.offered;
import static io.devicetrail.commandside.rolloutrun.Runs.reported;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Rejected;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AbortRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.BeginNextRolloutWave;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RetryFailedOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.SkipRolloutDevice;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.DeviceHasEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.DeviceNotInRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.NoFurtherWave;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.NothingToRetry;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.OffersStillOpen;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.PlanNotAsCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionInUse;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.TooManyRounds;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.WaveNotAsExpected;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.WaveNotOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.WaveNotVerified;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.SignaturesMissing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Retry, skip, resume and the next wave by hand: what follows, and what each is refused for beside the run's state. */
class StepsByHandTest {
    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(Object[] given, RolloutRunCommand command, Rejection why) {
        Runs.fixture()
                .given(given)
                .when(command, ADA)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        Object[] clean = Runs.soaking(Runs.haltedEvent(RolloutRunState.SOAKING, 0));
        Object[] tenth = Runs.with(
                Runs.halted(),
                new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, RolloutRunAggregate.MOST_ROUNDS, 1, 2),
                Runs.haltedEvent(RolloutRunState.RUNNING, 0));
        Object[] notOffered = Runs.with(Runs.created(), Runs.startedEvent());
        Object[] last =
                Runs.soaking(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true), offered(1, 2, 2, 0, nth(3), nth(4)));
        return Stream.of(
                Arguments.of(clean, new RetryFailedOfRollout(RUN), new NothingToRetry()),
                Arguments.of(
                        Runs.running(Runs.haltedEvent(RolloutRunState.RUNNING, 2)),
                        new RetryFailedOfRollout(RUN),
                        new OffersStillOpen(2)),
                Arguments.of(tenth, new RetryFailedOfRollout(RUN), new TooManyRounds(RolloutRunAggregate.MOST_ROUNDS)),
                Arguments.of(
                        Runs.running(),
                        new SkipRolloutDevice(RUN, Runs.device(9)),
                        new DeviceNotInRollout(Runs.device(9))),
                Arguments.of(
                        Runs.soaking(),
                        new SkipRolloutDevice(RUN, nth(1)),
                        new DeviceHasEnded(RolloutDeviceState.VERIFIED)),
                Arguments.of(Runs.running(), new BeginNextRolloutWave(RUN, 2), new WaveNotAsExpected(2, 1)),
                Arguments.of(notOffered, new BeginNextRolloutWave(RUN, 1), new WaveNotOffered(2)),
                Arguments.of(last, new BeginNextRolloutWave(RUN, 2), new NoFurtherWave()));
    }

    /** Of the start and of each retry: of two runs that one revision could bear the log lets one go on. */
    @Test
    @Requirement("11.10(f)")
    void aRoundBeginsInItsTurnWithThePlanAlone() {
        List<Integer> rounds = new ArrayList<>();
        PlanTurns ours = (run, round) -> rounds.add(round);
        RevisionInUse why = new RevisionInUse(RolloutRunId.of(ACME, "ada", "other"), RolloutRunState.RUNNING);
        PlanTurns anothers = (run, round) -> {
            throw Rejected.because(why);
        };
        for (Map.Entry<RolloutRunCommand, Object[]> each : Map.<RolloutRunCommand, Object[]>of(
                        new StartRollout(RUN, 4, COHORT_HASH), Runs.created(),
                        new RetryFailedOfRollout(RUN), Runs.halted())
                .entrySet()) {
            Runs.fixture(Runs.plan(), new PolicyWorld(), ours)
                    .given(each.getValue())
                    .when(each.getKey(), ADA)
                    .expectSuccessfulHandlerExecution();
            Runs.fixture(Runs.plan(), new PolicyWorld(), anothers)
                    .given(each.getValue())
                    .when(each.getKey(), ADA)
                    .expectExceptionDetails(why)
                    .expectNoEvents();
        }
        assertThat(rounds).containsExactlyInAnyOrder(1, 2);
    }

    /** The first wave is to have verified whole, and one of its devices has not. */
    @Test
    void theNextWaveIsNotBegunByHandBeforeEnoughHasVerified() {
        RolloutPlan strict = CONTENT.waves(List.of(new Wave(50, null, 60, null, null, 100), new Wave(100, 0)));
        KnownRolloutPlan plan = new KnownRolloutPlan(PLAN, ACME, 1, strict, false);
        Object[] one = Runs.with(
                Runs.createdOf(strict),
                Runs.startedEvent(),
                offered(1, 1, 1, 0, nth(1), nth(2)),
                reported(1, counted(nth(1), RolloutDeviceState.VERIFIED)));
        Runs.fixture(plan, new PolicyWorld())
                .given(one)
                .when(new BeginNextRolloutWave(RUN, 1), ADA)
                .expectExceptionDetails(new WaveNotVerified(1))
                .expectNoEvents();
        Runs.fixture(plan, new PolicyWorld())
                .given(Runs.with(one, reported(0, counted(nth(2), RolloutDeviceState.VERIFIED))))
                .when(new BeginNextRolloutWave(RUN, 1), ADA)
                .expectSuccessfulHandlerExecution();
    }

    /** The second wave is to have verified whole, and a person has skipped the one device that waited in it. */
    @Test
    void norIsTheOneAfterAWaveThatWasSkippedWhole() {
        RolloutPlan strict =
                CONTENT.waves(List.of(new Wave(25, 60), new Wave(50, null, 60, null, null, 100), new Wave(100, 0)));
        KnownRolloutPlan plan = new KnownRolloutPlan(PLAN, ACME, 1, strict, false);
        Object[] first = Runs.with(
                Runs.createdOf(strict),
                Runs.startedEvent(),
                offered(1, 1, 1, 0, nth(1)),
                new RolloutDeviceSkipped(RUN, ACME, 1, nth(2), RolloutDeviceState.WAITING, RolloutDeviceState.SKIPPED));
        Runs.fixture(plan, new PolicyWorld())
                .given(first)
                .when(new BeginNextRolloutWave(RUN, 1), ADA)
                .expectExceptionDetails(new WaveNotVerified(2))
                .expectNoEvents();
    }

    /** Each in its wave, by the attempt of the new round, and not those that were never offered it. */
    @Test
    void aRetryOffersAgainWhatFailedAndNothingElse() {
        Object[] second = Runs.with(Runs.halted(), new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 1, 2));
        Runs.fixture()
                .given(second)
                .when(new OfferRollout(RUN, 2, 1, AT))
                .expectEvents(offered(2, 1, 1, 0, nth(1), nth(2)));
        Runs.fixture().given(second).when(new OfferRollout(RUN, 1, 9, AT)).expectNoEvents();
        Runs.fixture()
                .given(Runs.with(Runs.completed(), new RolloutRetried(RUN, ACME, RolloutRunState.COMPLETED, 2, 2, 1)))
                .when(new OfferRollout(RUN, 2, 1, AT))
                .expectEvents(offered(2, 2, 1, 0, nth(4)));
    }

    /** The device that does not end is what kept the wave from ending; the soak is by the platform's time. */
    @Test
    void aDeviceThatIsSkippedEndsItsWaveWithTheNextTick() {
        Object[] oneOpen = Runs.running(reported(1, counted(nth(1), RolloutDeviceState.VERIFIED)));
        RolloutDeviceSkipped skipped =
                new RolloutDeviceSkipped(RUN, ACME, 1, nth(2), RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED);
        Runs.fixture()
                .given(oneOpen)
                .when(new SkipRolloutDevice(RUN, nth(2)), ADA)
                .expectEvents(skipped);
        Runs.fixture()
                .given(Runs.with(oneOpen, skipped))
                .when(new OfferRollout(RUN, 1, 2, AT))
                .expectEvents(new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 0, AT, SOAKED));
    }

    /** Who retries a run and gives up what waits is not rid of what failed. */
    @Test
    void aDeviceThatIsSkippedBeforeTheRetrysOfferIsFailedStillAndMayHaltTheRunAgain() {
        Object[] second = Runs.with(Runs.halted(), new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 1, 2));
        RolloutDeviceSkipped one =
                new RolloutDeviceSkipped(RUN, ACME, 2, nth(1), RolloutDeviceState.WAITING, RolloutDeviceState.FAILED);
        RolloutDeviceSkipped two =
                new RolloutDeviceSkipped(RUN, ACME, 2, nth(2), RolloutDeviceState.WAITING, RolloutDeviceState.FAILED);
        Runs.fixture()
                .given(second)
                .when(new SkipRolloutDevice(RUN, nth(1)), ADA)
                .expectEvents(one);
        Runs.fixture()
                .given(Runs.with(second, one))
                .when(new SkipRolloutDevice(RUN, nth(2)), ADA)
                .expectEvents(
                        two,
                        new RolloutHalted(
                                RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 1, 2, 2, 2, 0, 0));
    }

    /** As good as a start: what is signed since, or will be, is another plan. */
    @ParameterizedTest
    @MethodSource("stepsUnderThePlan")
    @Requirement("11.10(f)")
    void aRunGoesOnByHandUnderItsSignedPlanAlone(Object[] given, RolloutRunCommand command) {
        Runs.fixture().given(given).when(command, ADA).expectSuccessfulHandlerExecution();
        for (KnownRolloutPlan since : List.of(
                new KnownRolloutPlan(PLAN, ACME, 2, CONTENT, false),
                new KnownRolloutPlan(PLAN, ACME, 1, CONTENT, true))) {
            Runs.fixture(since, new PolicyWorld())
                    .given(given)
                    .when(command, ADA)
                    .expectExceptionDetails(new PlanNotAsCreated(1))
                    .expectNoEvents();
        }
        PolicyWorld asks = new PolicyWorld().policy(SignableKind.ROLLOUT_PLAN, PolicyWorld.REVIEW_THEN_APPROVAL);
        Runs.fixture(Runs.plan(), asks)
                .given(given)
                .when(command, ADA)
                .expectExceptionDetails(new SignaturesMissing(
                        SignableRecord.of(SignableKind.ROLLOUT_PLAN, PLAN.toString()),
                        PolicyWorld.REVIEW_THEN_APPROVAL.steps()))
                .expectNoEvents();
    }

    static Stream<Arguments> stepsUnderThePlan() {
        return Stream.of(
                Arguments.of(Runs.halted(), new RetryFailedOfRollout(RUN)),
                Arguments.of(Runs.completed(), new RetryFailedOfRollout(RUN)),
                Arguments.of(Runs.paused(), new ResumeRollout(RUN)),
                Arguments.of(Runs.running(), new BeginNextRolloutWave(RUN, 1)),
                Arguments.of(Runs.soaking(), new BeginNextRolloutWave(RUN, 1)));
    }

    /** Else nothing could be made of it any more. */
    @Test
    void aHaltedRunOfAPlanThatWasWithdrawnIsAborted() {
        Runs.fixture(new KnownRolloutPlan(PLAN, ACME, 1, CONTENT, true), new PolicyWorld())
                .given(Runs.halted())
                .when(new AbortRollout(RUN), ADA)
                .expectEvents(new RolloutAborted(RUN, ACME, RolloutRunState.HALTED, RolloutStopCause.PERSON, 2, 0));
    }

    @Test
    void aRunThatSoakedSoaksOnWhenItIsResumed() {
        Runs.fixture()
                .given(Runs.soaking(new RolloutPaused(RUN, ACME, RolloutRunState.SOAKING, RolloutStopCause.PERSON)))
                .when(new ResumeRollout(RUN), ADA)
                .expectEvents(new RolloutResumed(RUN, ACME, RolloutRunState.SOAKING));
    }

    @Test
    void whatEndedMeanwhileEndsTheWaveWithTheFirstTickAfterItIsResumed() {
        RolloutResumed resumed = new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING);
        Object[] ended = Runs.with(
                Runs.paused(),
                reported(0, counted(nth(1), RolloutDeviceState.VERIFIED), counted(nth(2), RolloutDeviceState.FAILED)));
        Runs.fixture().given(ended).when(new ResumeRollout(RUN), ADA).expectEvents(resumed);
        Runs.fixture()
                .given(Runs.with(ended, resumed))
                .when(new OfferRollout(RUN, 1, 2, AT))
                .expectEvents(new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 1, AT, SOAKED));
    }
}
