package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four devices in waves of one, one and two; the first soaks for an hour, the last for ten minutes. */
class ProgressTest {
    private static final Instant AN_HOUR_ON = AT.plus(Duration.ofHours(1));

    private final RolloutRun run = Runs.started(4, Runs.plan(List.of(25, 50, 100), List.of(60, 0, 10), 100, 6_000));

    @Test
    void aTickOffersToTheWaveAndToNoOther() {
        assertThat(tick(1, AT)).containsExactly(offered(1, 1, 0, device(1)));
        assertThat(tick(2, AT)).isEmpty();
    }

    @Test
    void aTickThatWasOffersNothingAgain() {
        RolloutRun slow = Runs.started(4, Runs.plan(List.of(100), List.of(0), 100, 60));
        Runs.evolve(slow, Progress.ticked(slow, new OfferRollout(RUN, 1, 5, AT)));
        assertThat(Progress.ticked(slow, new OfferRollout(RUN, 1, 5, AT))).isEmpty();
        assertThat(Progress.ticked(slow, new OfferRollout(RUN, 1, 4, AT))).isEmpty();
        assertThat(Progress.ticked(slow, new OfferRollout(RUN, 2, 6, AT))).isEmpty();
        assertThat(Progress.ticked(slow, new OfferRollout(RUN, 1, 6, AT))).hasSize(1);
    }

    /** An event of all of them could not be read at once. */
    @Test
    void manyOffersOfOneTickAreEventsOfBoundedSizeThatNoOtherTickRepeats() {
        RolloutRun fast = Runs.started(1_300, Runs.plan(List.of(100), List.of(0), 100, 72_000));
        List<RolloutRunEvent> events = Progress.ticked(fast, new OfferRollout(RUN, 1, 1, AT));
        assertThat(events)
                .map(RolloutOffered.class::cast)
                .map(RolloutOffered::devices)
                .map(List::size)
                .containsExactly(500, 500, 200);
        assertThat(events)
                .map(RolloutOffered.class::cast)
                .map(RolloutOffered::left)
                .containsExactly(800, 300, 100);
        Runs.evolve(fast, events);
        assertThat(Progress.ticked(fast, new OfferRollout(RUN, 1, 1, AT))).isEmpty();
        assertThat(Progress.ticked(fast, new OfferRollout(RUN, 1, 2, AT)))
                .map(RolloutOffered.class::cast)
                .map(RolloutOffered::left)
                .containsExactly(0);
    }

    @Test
    void aWaveThatHasEndedSoaksAndTheNextBeginsWithTheFirstTickAfterThat() {
        tick(1, AT);
        assertThat(verified(AT, 1)).contains(new RolloutWaveEnded(RUN, ACME, 1, 1, 1, 0, AT, AN_HOUR_ON));
        assertThat(tick(2, AN_HOUR_ON.minusNanos(1_000))).isEmpty();
        assertThat(tick(3, AN_HOUR_ON))
                .containsExactly(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, false), offered(2, 3, 0, device(2)));
    }

    @Test
    void withoutASoakTheNextWaveBeginsAtOnce() {
        toSecondWave();
        assertThat(verified(AN_HOUR_ON, 2))
                .endsWith(
                        new RolloutWaveEnded(RUN, ACME, 1, 2, 1, 0, AN_HOUR_ON, AN_HOUR_ON),
                        new RolloutWaveBegun(RUN, ACME, 1, 2, 3, false));
    }

    /** What was installed last is watched as well, and a device that falls back then still halts it. */
    @Test
    void theLastWaveSoaksBeforeTheRunIsCompleted() {
        toThirdWave();
        tick(4, AN_HOUR_ON);
        verified(AN_HOUR_ON, 3);
        assertThat(verified(AN_HOUR_ON, 4)).hasSize(2);
        assertThat(run.state()).isEqualTo(RolloutRunState.SOAKING);
        assertThat(tick(5, AN_HOUR_ON.plus(Duration.ofMinutes(9)))).isEmpty();
        assertThat(tick(6, AN_HOUR_ON.plus(Duration.ofMinutes(10))))
                .containsExactly(new RolloutCompleted(RUN, ACME, 1, 4, 0, 0, 0));
    }

    @Test
    void aWaveWhoseDevicesAreAllSkippedIsPassedOver() {
        skip(2);
        tick(1, AT);
        verified(AT, 1);
        assertThat(tick(2, AN_HOUR_ON).getFirst()).isEqualTo(new RolloutWaveBegun(RUN, ACME, 1, 1, 3, false));
    }

    /** The wave that was begun by hand does not wait for the device that does not end; the whole run does. */
    @Test
    void aDeviceThatDoesNotEndHoldsUpItsOwnWaveAndTheEnd() {
        tick(1, AT);
        Runs.evolve(run, List.of(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true)));
        tick(2, AT);
        verified(AT, 2);
        assertThat(run.wave()).isEqualTo(3);
        tick(3, AT);
        assertThat(verified(AT, 3)).hasSize(1);
        assertThat(verified(AT, 4)).hasSize(1);
        assertThat(run.state()).isEqualTo(RolloutRunState.RUNNING);
        assertThat(verified(AT, 1)).last().isInstanceOf(RolloutWaveEnded.class);
    }

    /** It belongs to a wave that has begun, whichever is on now. */
    @Test
    void aDeviceThatWasTakenBackIsOfferedAgainByTheSameAttempt() {
        tick(1, AT);
        Runs.evolve(run, List.of(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true)));
        Runs.evolve(run, List.of(new RolloutOffersTakenBack(RUN, ACME, 1, List.of(device(1)), "HELD")));
        assertThat(tick(2, AT)).containsExactly(offered(2, 2, 0, device(1), device(2)));
    }

    @Test
    void whatEndsWhileItIsPausedHasItsConsequencesWithTheFirstTickAfterIt() {
        tick(1, AT);
        Runs.evolve(run, List.of(new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON)));
        assertThat(verified(AT, 1)).hasSize(1);
        assertThat(tick(2, AT)).isEmpty();
        Runs.evolve(run, List.of(new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING)));
        assertThat(tick(3, AN_HOUR_ON))
                .containsExactly(
                        new RolloutWaveEnded(RUN, ACME, 1, 1, 1, 0, AN_HOUR_ON, AN_HOUR_ON.plus(Duration.ofHours(1))));
    }

    @Test
    void aTickThatEndsAWaveWithoutASoakBeginsTheNextAndOffers() {
        toSecondWave();
        Runs.evolve(
                run,
                List.of(new RolloutDeviceSkipped(
                        RUN, ACME, 1, device(2), RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED)));
        assertThat(tick(3, AN_HOUR_ON))
                .containsExactly(
                        new RolloutWaveEnded(RUN, ACME, 1, 2, 1, 0, AN_HOUR_ON, AN_HOUR_ON),
                        new RolloutWaveBegun(RUN, ACME, 1, 2, 3, false),
                        offered(3, 3, 0, device(3), device(4)));
    }

    /** A round is completed that was about one device of four. */
    @Test
    void whatWasNeverOfferedIsCountedWhenARoundIsCompleted() {
        tick(1, AT);
        report(device(1), 1, RolloutDeviceState.FAILED);
        Runs.evolve(run, List.of(Runs.halted(run), Runs.retried(run)));
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, 2, 1, AT)));
        report(device(1), 2, RolloutDeviceState.VERIFIED);
        assertThat(Progress.ticked(run, new OfferRollout(RUN, 2, 2, AN_HOUR_ON)))
                .containsExactly(new RolloutCompleted(RUN, ACME, 2, 1, 0, 0, 3));
    }

    private void toSecondWave() {
        tick(1, AT);
        verified(AT, 1);
        tick(2, AN_HOUR_ON);
    }

    private void toThirdWave() {
        toSecondWave();
        verified(AN_HOUR_ON, 2);
    }

    private void skip(int number) {
        Runs.evolve(
                run,
                List.of(new RolloutDeviceSkipped(
                        RUN, ACME, 1, device(number), RolloutDeviceState.WAITING, RolloutDeviceState.SKIPPED)));
    }

    private List<RolloutRunEvent> tick(long number, Instant at) {
        List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(RUN, 1, number, at));
        Runs.evolve(run, events);
        return events;
    }

    private List<RolloutRunEvent> verified(Instant at, int number) {
        List<RolloutRunEvent> events = Reporting.on(
                        run,
                        List.of(new DeviceReport(device(number), 1, RolloutDeviceState.VERIFIED, VERSION, null, at)),
                        at)
                .events();
        Runs.evolve(run, events);
        return events;
    }

    private void report(DeviceId device, int attempt, RolloutDeviceState says) {
        String version = says == RolloutDeviceState.VERIFIED ? VERSION : null;
        Runs.evolve(
                run,
                Reporting.on(run, List.of(new DeviceReport(device, attempt, says, version, null, AT)), AT)
                        .events());
    }

    private static RolloutOffered offered(int wave, long tick, int left, DeviceId... devices) {
        return new RolloutOffered(RUN, ACME, 1, wave, tick, List.of(devices), left);
    }
}
