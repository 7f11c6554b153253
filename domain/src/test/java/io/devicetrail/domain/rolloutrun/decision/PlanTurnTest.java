package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
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

    @Test
    void noneFollowsARunThatHasHalted() {
        end(RolloutDeviceState.FAILED, RolloutDeviceState.FAILED);
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, true));
        abort();
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, true));
    }

    /** Its failures were mended one by one; that the plan is as good as it was thought is not what they say. */
    @Test
    void norOneThatHasHaltedAndCameToAGoodEndByARetry() {
        end(RolloutDeviceState.FAILED, RolloutDeviceState.FAILED);
        Runs.evolve(run, List.of(Runs.retried(run)));
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionInUse(RUN, RolloutRunState.RUNNING));
        end(RolloutDeviceState.VERIFIED, RolloutDeviceState.VERIFIED);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, true));
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
        assertThat(PlanTurn.refusalAfter(run)).contains(new RevisionSpent(RUN, 1, false));
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
        DeviceReport report = new DeviceReport(device(number), run.round(), says, Runs.VERSION, null, AT);
        Runs.evolve(run, Reporting.on(run, List.of(report), AT).events());
    }

    private void abort() {
        Runs.evolve(run, List.of(new RolloutAborted(RUN, ACME, run.state(), RolloutStopCause.PERSON, 0, 0)));
    }
}
