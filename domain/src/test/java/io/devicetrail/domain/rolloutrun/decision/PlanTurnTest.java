package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionInUse;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RevisionSpent;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** After a run of two devices that bears one failure. */
class PlanTurnTest {
    private final RolloutRun run =
            Runs.started(2, Runs.plan(List.of(100), List.of(0), new StopThresholds(null, 1), 600));

    @Test
    void noneFollowsARunThatGoesOn() {
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionInUse(RUN, RolloutRunState.RUNNING));
        Runs.evolve(run, List.of(new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON)));
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionInUse(RUN, RolloutRunState.PAUSED));
        Runs.evolve(run, List.of(new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 0, AT, AT)));
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionInUse(RUN, RolloutRunState.SOAKING));
    }

    /** With failures that it bore. */
    @Test
    void anotherFollowsARunThatIsCompleted() {
        end(RolloutDeviceState.FAILED, RolloutDeviceState.VERIFIED);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
        assertThat(PlanTurn.refusalAfter(run)).isEmpty();
    }

    /** With nothing to soak it is completed when the last has verified, and what falls back after that halts nothing. */
    @Test
    void noneFollowsARunThatIsCompletedAndOfWhichMoreFailedSinceThanThePlanBears() {
        // given a run that completed without a failure
        end(RolloutDeviceState.VERIFIED, RolloutDeviceState.VERIFIED);
        // when as many as are borne fall back
        report(RolloutDeviceState.ROLLED_BACK, 1);
        // then another may follow
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
        assertThat(PlanTurn.refusalAfter(run)).isEmpty();
        // and after one more none may
        report(RolloutDeviceState.ROLLED_BACK, 2);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
        RevisionSpent spent = new RevisionSpent(RUN, 1, RolloutRunState.COMPLETED, false);
        assertThat(PlanTurn.refusalAfter(run)).contains(spent);
        assertThat(spent.message()).contains("is completed, and more of its devices have failed since");
    }

    /** The share of a wave that is not the last, by its own threshold. */
    @Test
    void whicheverWaveTheyAreOf() {
        RolloutRun waves = Runs.started(
                4,
                Runs.plan(List.of(50, 100), List.of(0, 0), 100, 6_000)
                        .waves(List.of(new Wave(50, null, 0, 49, null, null), new Wave(100, 0)))
                        .checked());
        for (int wave = 1; wave <= 2; wave++) {
            Runs.evolve(waves, Progress.ticked(waves, new OfferRollout(RUN, 1, wave, AT)));
            report(waves, RolloutDeviceState.VERIFIED, 2 * wave - 1);
            report(waves, RolloutDeviceState.VERIFIED, 2 * wave);
        }
        assertThat(waves.state()).isEqualTo(RolloutRunState.COMPLETED);
        report(waves, RolloutDeviceState.ROLLED_BACK, 3);
        assertThat(PlanTurn.refusalAfter(waves)).isEmpty();
        report(waves, RolloutDeviceState.ROLLED_BACK, 2);
        assertThat(PlanTurn.refusalAfter(waves)).contains(new RevisionSpent(RUN, 1, RolloutRunState.COMPLETED, false));
    }

    @Test
    void noneFollowsARunThatHasHalted() {
        end(RolloutDeviceState.FAILED, RolloutDeviceState.FAILED);
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, run.state(), true));
        abort();
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, run.state(), true));
    }

    /** Its failures were mended one by one; that the plan is as good as it was thought is not what they say. */
    @Test
    void norOneThatHasHaltedAndCameToAGoodEndByARetry() {
        end(RolloutDeviceState.FAILED, RolloutDeviceState.FAILED);
        Runs.evolve(run, List.of(Runs.retried(run)));
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionInUse(RUN, RolloutRunState.RUNNING));
        end(RolloutDeviceState.VERIFIED, RolloutDeviceState.VERIFIED);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, run.state(), true));
    }

    @Test
    void anotherFollowsARunThatWasAbortedBeforeADeviceFailed() {
        report(RolloutDeviceState.VERIFIED, 1);
        abort();
        assertThat(PlanTurn.refusalAfter(run)).isEmpty();
    }

    /** Else whoever sees that a run is about to halt aborts it, and begins anew with as much to bear. */
    @Test
    void noneFollowsARunThatWasAbortedAfterADeviceFailed() {
        offer();
        report(RolloutDeviceState.FAILED, 1);
        abort();
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, RolloutRunState.ABORTED, false));
    }

    private void end(RolloutDeviceState first, RolloutDeviceState second) {
        offer();
        report(first, 1);
        report(second, 2);
    }

    private void offer() {
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, run.round(), 1, AT)));
    }

    private void report(RolloutDeviceState says, int number) {
        report(run, says, number);
    }

    private static void report(RolloutRun run, RolloutDeviceState says, int number) {
        DeviceReport report = new DeviceReport(device(number), run.round(), says, Runs.VERSION, null, AT);
        Runs.evolve(run, Reporting.on(run, List.of(report), AT).events());
    }

    private void abort() {
        Runs.evolve(run, List.of(new RolloutAborted(RUN, ACME, run.state(), RolloutStopCause.PERSON, 0, 0)));
    }
}
