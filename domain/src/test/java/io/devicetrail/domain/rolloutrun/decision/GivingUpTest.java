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
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Unfit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four devices in one wave, one told each second; two failures are borne. */
class GivingUpTest {
    private final RolloutRun run =
            Runs.started(4, Runs.plan(List.of(100), List.of(0), new StopThresholds(null, 2), 60));
    private long tick;

    @Test
    void oneThatWaitsForItsFirstOfferIsSkipped() {
        assertThat(skip(1)).containsExactly(skipped(1, 1, RolloutDeviceState.WAITING, RolloutDeviceState.SKIPPED));
    }

    @Test
    void oneThatWasOfferedTheReleaseIsSkipped() {
        tick();
        assertThat(skip(1)).containsExactly(skipped(1, 1, RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED));
    }

    /** And is not offered it again in the round, but by the next retry. */
    @ParameterizedTest
    @EnumSource(names = {"FAILED", "ROLLED_BACK", "REFUSED"})
    void oneThatWaitsForARetrysOfferIsFailedAsItWas(RolloutDeviceState failure) {
        secondRound(failure, 1);
        assertThat(skip(1)).containsExactly(skipped(2, 1, RolloutDeviceState.WAITING, failure));
        assertThat(run.book().state(0)).isEqualTo(failure);
        assertThat(run.book().failed()).isEqualTo(1);
        assertThat(tick()).last().isEqualTo(new RolloutCompleted(RUN, ACME, 2, 3, 1, 0, 0));
        Runs.evolve(run, List.of(Runs.retried(run)));
        assertThat(run.book().state(0)).isEqualTo(RolloutDeviceState.WAITING);
    }

    @Test
    void soIsOneWhoseOfferWasTakenBack() {
        secondRound(RolloutDeviceState.FAILED, 1);
        tick();
        Runs.evolve(run, List.of(new RolloutOffersTakenBack(RUN, ACME, 2, List.of(device(1)), "BROKER_AWAY")));
        assertThat(skip(1)).containsExactly(skipped(2, 1, RolloutDeviceState.WAITING, RolloutDeviceState.FAILED));
    }

    /** Else who waits until the offers are out, and skips each silent device, is rid of all that failed. */
    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "DOWNLOADING", "INSTALLED"})
    void soIsOneThatWasOfferedTheRetryAndDidNotEnd(RolloutDeviceState last) {
        // given a device that failed and got as far as this by the retry
        secondRound(RolloutDeviceState.ROLLED_BACK, 1);
        tick();
        if (last != RolloutDeviceState.OFFERED) {
            report(1, 2, last);
        }
        // when a person gives it up
        List<RolloutRunEvent> events = skip(1);
        // then it is failed as it was, and the run ends with it
        assertThat(events).containsExactly(skipped(2, 1, last, RolloutDeviceState.ROLLED_BACK));
        assertThat(run.book().failed()).isEqualTo(1);
        assertThat(tick()).last().isEqualTo(new RolloutCompleted(RUN, ACME, 2, 3, 1, 0, 0));
    }

    /** What it makes of the retry is still heard. */
    @Test
    void andIsGoodWhenItVerifiesAfterAll() {
        secondRound(RolloutDeviceState.FAILED, 1, 2);
        tick();
        tick();
        skip(1);
        report(1, 2, RolloutDeviceState.FAILED);
        assertThat(run.book().failed()).as("it is failed once").isEqualTo(1);
        skip(2);
        report(2, 2, RolloutDeviceState.VERIFIED);
        assertThat(run.book().failed()).isEqualTo(1);
        assertThat(run.state()).isEqualTo(RolloutRunState.COMPLETED);
    }

    @Test
    void silentOnesOfARetryHaltTheRunWhenTooManyAreGivenUp() {
        // given three that failed, one more than is borne, and were offered the retry
        secondRound(RolloutDeviceState.FAILED, 1, 2, 3);
        tick();
        tick();
        tick();
        // when each is skipped
        skip(1);
        skip(2);
        // then the last one halts it
        assertThat(skip(3))
                .containsExactly(
                        skipped(2, 3, RolloutDeviceState.OFFERED, RolloutDeviceState.FAILED),
                        new RolloutHalted(
                                RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 1, 3, 4, 3, 0, 0));
    }

    /** It waits for nobody: the run goes on without it, and a tick of the round does not offer it again. */
    @Test
    void oneThatDoesNotFitThePlanAnyMoreIsLeftOutOfTheRound() {
        tick();
        List<RolloutRunEvent> events = GivingUp.leftOut(run, List.of(device(1)), Unfit.SITE_UNFIT);
        assertThat(events)
                .containsExactly(new RolloutDevicesLeftOut(RUN, ACME, 1, List.of(device(1)), Unfit.SITE_UNFIT));
        Runs.evolve(run, events);
        assertThat(run.book().state(0)).isEqualTo(RolloutDeviceState.NOT_OFFERED);
        assertThat(run.book().open()).isZero();
        assertThat(tick()).containsExactly(new RolloutOffered(RUN, ACME, 1, 1, 2, List.of(device(2)), 2));
    }

    @Test
    void oneThatIsLeftOutOfARetryIsFailedAsItWasAndCounts() {
        secondRound(RolloutDeviceState.ROLLED_BACK, 1, 2, 3);
        tick();
        tick();
        tick();
        List<RolloutRunEvent> events =
                GivingUp.leftOut(run, List.of(device(1), device(2), device(3)), Unfit.NOT_IN_SERVICE);
        assertThat(events).hasSize(2).last().isInstanceOf(RolloutHalted.class);
        Runs.evolve(run, events);
        assertThat(run.book().count(RolloutDeviceState.ROLLED_BACK)).isEqualTo(3);
    }

    /** Else all that failed could be given up one by one, and the run would go on beyond what was signed. */
    @Test
    void whatIsFailedStillCountsAgainstTheThresholds() {
        secondRound(RolloutDeviceState.FAILED, 1, 2, 3, 4);
        assertThat(skip(1)).hasSize(1);
        assertThat(skip(2)).hasSize(1);
        assertThat(skip(3))
                .containsExactly(
                        skipped(2, 3, RolloutDeviceState.WAITING, RolloutDeviceState.FAILED),
                        new RolloutHalted(
                                RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 1, 3, 4, 3, 1, 0));
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
        assertThat(run.book().failed()).as("the one that waited too").isEqualTo(4);
        assertThat(tick()).isEmpty();
    }

    @Test
    void alsoWhileTheRunIsPaused() {
        secondRound(RolloutDeviceState.FAILED, 1, 2, 3);
        Runs.evolve(
                run,
                List.of(new RolloutRunEvent.RolloutPaused(
                        RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON)));
        skip(1);
        skip(2);
        assertThat(skip(3)).last().isInstanceOf(RolloutHalted.class);
    }

    /** All are offered it and end, these by that failure; a retry follows. */
    private void secondRound(RolloutDeviceState failure, Integer... failing) {
        for (int number = 1; number <= 4; number++) {
            tick();
        }
        List<DeviceReport> reports = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> List.of(failing).contains(number)
                        ? new DeviceReport(device(number), 1, failure, null, "E17", AT)
                        : new DeviceReport(device(number), 1, RolloutDeviceState.VERIFIED, Runs.VERSION, null, AT))
                .toList();
        Runs.evolve(run, Reporting.on(run, reports, AT).events());
        Runs.evolve(run, List.of(Runs.retried(run)));
        tick = 0;
    }

    private void report(int number, int attempt, RolloutDeviceState says) {
        String version = says == RolloutDeviceState.VERIFIED ? Runs.VERSION : null;
        DeviceReport report = new DeviceReport(device(number), attempt, says, version, null, AT);
        Runs.evolve(run, Reporting.on(run, List.of(report), AT).events());
    }

    private List<RolloutRunEvent> tick() {
        tick++;
        List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(RUN, run.round(), tick, AT));
        Runs.evolve(run, events);
        return events;
    }

    private List<RolloutRunEvent> skip(int number) {
        List<RolloutRunEvent> events = GivingUp.on(run, device(number));
        Runs.evolve(run, events);
        return events;
    }

    private static RolloutDeviceSkipped skipped(int round, int number, RolloutDeviceState from, RolloutDeviceState to) {
        return new RolloutDeviceSkipped(RUN, ACME, round, device(number), from, to);
    }
}
