package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten devices in waves of five and five; the plan bears all failures, and its waves say more. */
class WaveThresholdsTest {
    private static final Instant AN_HOUR_ON = AT.plus(Duration.ofHours(1));

    /** Three of five are sixty percent. */
    @Test
    void theNextWaveBeginsWhenEnoughOfThisOneHasVerified() {
        RolloutRun run = started(new Wave(null, 5, 60, null, null, 60));
        assertThat(said(run, 3, RolloutDeviceState.VERIFIED)).hasSize(1);
        assertThat(failed(run, 4, 5)).last().isInstanceOf(RolloutWaveEnded.class);
        assertThat(tick(run, 2, AN_HOUR_ON).getFirst()).isEqualTo(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, false));
    }

    @Test
    void withOneFewerTheRunHaltsWhenTheWaveHasEndedAndDoesNotSoak() {
        RolloutRun run = started(new Wave(null, 5, 60, null, null, 61));
        said(run, 3, RolloutDeviceState.VERIFIED);
        assertThat(failed(run, 4, 5)).last().isEqualTo(halted(RolloutRunState.RUNNING, 2));
        assertThat(tick(run, 2, AN_HOUR_ON)).isEmpty();
    }

    /** Skipped is not verified; the tick after the skip says so. */
    @Test
    void aDeviceThatWasGivenUpIsNotVerified() {
        RolloutRun run = started(new Wave(null, 5, 0, null, null, 100));
        said(run, 4, RolloutDeviceState.VERIFIED);
        Runs.evolve(
                run,
                List.of(new RolloutDeviceSkipped(
                        RUN, ACME, 1, device(5), RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED)));
        assertThat(tick(run, 2, AT)).containsExactly(halted(RolloutRunState.RUNNING, 0));
    }

    @Test
    void whatFallsBackInTheSoakIsMissingAtItsEnd() {
        RolloutRun run = started(new Wave(null, 5, 60, null, null, 100));
        assertThat(said(run, 5, RolloutDeviceState.VERIFIED)).last().isInstanceOf(RolloutWaveEnded.class);
        report(run, 1, 1, RolloutDeviceState.ROLLED_BACK);
        assertThat(Progress.tooFewVerified(run)).isEqualTo(1);
        assertThat(tick(run, 2, AN_HOUR_ON.minusSeconds(1))).isEmpty();
        assertThat(tick(run, 3, AN_HOUR_ON)).containsExactly(halted(RolloutRunState.SOAKING, 1));
    }

    @Test
    void aRetryThatMakesItGoodGoesOn() {
        RolloutRun run = started(new Wave(null, 5, 0, null, null, 100));
        said(run, 4, RolloutDeviceState.VERIFIED);
        failed(run, 5, 5);
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
        Runs.evolve(run, List.of(new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 1, 1)));
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, 2, 1, AT)));
        report(run, 5, 2, RolloutDeviceState.VERIFIED);
        assertThat(Progress.tooFewVerified(run)).isZero();
        assertThat(run.state()).as("the second wave was never offered it").isEqualTo(RolloutRunState.COMPLETED);
    }

    /** Ten devices in waves of two, three and five; of the second one all are to verify. */
    @Test
    void aWaveThatIsPassedOverIsAskedForWhatItWasToVerify() {
        for (int soak : List.of(0, 60)) {
            // given the first wave is offered it
            RolloutRun run = started(first(2, soak), new Wave(null, 5, 60, null, null, 100), new Wave(100, 0));
            // when all who wait in the second are skipped, and the first verifies
            skip(run, 3, 5);
            List<RolloutRunEvent> events = said(run, 2, RolloutDeviceState.VERIFIED);
            // then the third does not begin
            assertThat(events).last().isEqualTo(halted(RolloutRunState.RUNNING, 2, 0, 3));
            assertThat(tick(run, 2, AN_HOUR_ON)).isEmpty();
        }
    }

    @Test
    void alsoIfItsDevicesAreSkippedInTheSoakOfTheOneBefore() {
        RolloutRun run = started(first(2, 60), new Wave(null, 5, 60, null, null, 100), new Wave(100, 0));
        assertThat(said(run, 2, RolloutDeviceState.VERIFIED)).last().isInstanceOf(RolloutWaveEnded.class);
        skip(run, 3, 4);
        assertThat(Progress.tooFewVerified(run)).as("one waits").isZero();
        skip(run, 5, 5);
        assertThat(Progress.tooFewVerified(run)).isEqualTo(2);
        assertThat(tick(run, 2, AN_HOUR_ON)).containsExactly(halted(RolloutRunState.SOAKING, 2, 0, 3));
    }

    /** It is verified by the round before, and what a retry mends is not in it. */
    @Test
    void aWaveThatARetryPassesOverHasWhatItVerifiedBefore() {
        RolloutRun run = started(first(2, 0), new Wave(null, 5, 0, null, null, 100), new Wave(100, 0));
        said(run, 2, RolloutDeviceState.VERIFIED);
        tick(run, 2, AT);
        report(run, 3, 5, 1, RolloutDeviceState.VERIFIED);
        tick(run, 3, AT);
        report(run, 6, 9, 1, RolloutDeviceState.VERIFIED);
        report(run, 1, 1, RolloutDeviceState.ROLLED_BACK);
        failed(run, 10, 10);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
        Runs.evolve(run, List.of(new RolloutRetried(RUN, ACME, RolloutRunState.COMPLETED, 2, 1, 2)));
        tick(run, 1, AT);
        report(run, 1, 2, RolloutDeviceState.VERIFIED);
        assertThat(run.state()).isEqualTo(RolloutRunState.RUNNING);
        assertThat(run.wave()).isEqualTo(3);
    }

    /** What is asked for is asked for before the next wave; after the last there is none. */
    @Test
    void whereNoWaveIsLeftWhatVerifiedIsEnough() {
        RolloutPlan one = Runs.plan(List.of(100), List.of(0), 100, 6_000)
                .waves(List.of(new Wave(100, null, 0, null, null, 100)))
                .checked();
        RolloutRun run = Runs.started(2, one);
        tick(run, 1, AT);
        failed(run, 1, 2);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
    }

    @Test
    void aWaveHaltsByItsOwnThresholds() {
        RolloutRun run = started(new Wave(null, 5, 0, null, 1, null));
        assertThat(failed(run, 1, 1)).hasSize(1);
        assertThat(failed(run, 2, 2))
                .last()
                .isInstanceOfSatisfying(
                        RolloutHalted.class,
                        halt -> assertThat(halt.cause()).isEqualTo(RolloutStopCause.FAILED_DEVICES_OF_WAVE));
    }

    private static RolloutRun started(Wave first) {
        return started(first, new Wave(100, 0));
    }

    private static Wave first(int devices, int soak) {
        return new Wave(null, devices, soak, null, null, null);
    }

    private static RolloutRun started(Wave... waves) {
        RolloutPlan plan = Runs.plan(List.of(50, 100), List.of(0, 0), 100, 6_000)
                .waves(List.of(waves))
                .checked();
        RolloutRun run = Runs.started(10, plan);
        tick(run, 1, AT);
        return run;
    }

    private static RolloutHalted halted(RolloutRunState from, int failed) {
        return halted(from, 1, failed, 5);
    }

    /** The last five of the ten are left. */
    private static RolloutHalted halted(RolloutRunState from, int wave, int failed, int devices) {
        return new RolloutHalted(
                RUN, ACME, from, RolloutStopCause.TOO_FEW_VERIFIED, wave, failed, devices, failed, 5, 0);
    }

    private static void skip(RolloutRun run, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> Runs.evolve(run, GivingUp.on(run, device(number))));
    }

    private static List<RolloutRunEvent> tick(RolloutRun run, long number, Instant at) {
        List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(RUN, run.round(), number, at));
        Runs.evolve(run, events);
        return events;
    }

    private static List<RolloutRunEvent> said(RolloutRun run, int upTo, RolloutDeviceState says) {
        return report(run, 1, upTo, 1, says);
    }

    private static List<RolloutRunEvent> failed(RolloutRun run, int from, int to) {
        return report(run, from, to, 1, RolloutDeviceState.FAILED);
    }

    private static void report(RolloutRun run, int number, int attempt, RolloutDeviceState says) {
        report(run, number, number, attempt, says);
    }

    private static List<RolloutRunEvent> report(
            RolloutRun run, int from, int to, int attempt, RolloutDeviceState says) {
        String version = says == RolloutDeviceState.VERIFIED ? VERSION : null;
        List<RolloutRunEvent> events = Reporting.on(
                        run,
                        IntStream.rangeClosed(from, to)
                                .mapToObj(number -> new DeviceReport(device(number), attempt, says, version, null, AT))
                                .toList(),
                        AT)
                .events();
        Runs.evolve(run, events);
        return events;
    }
}
