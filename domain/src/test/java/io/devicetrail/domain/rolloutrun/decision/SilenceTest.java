package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Devices that say nothing, of a plan that bears an hour of it. */
class SilenceTest {
    private static final Instant HOUR_ON = AT.plus(Duration.ofHours(1));
    private static final Duration MOMENT = Duration.ofMillis(1);

    private RolloutRun run = started(2, 100);
    private long tick;
    /** Of most tests: reports have come through ever since. */
    private @Nullable Instant heardSince = Instant.EPOCH;

    /** All devices in one wave, at once. */
    private static RolloutRun started(int devices, int mostFailedPercent) {
        return Runs.started(
                devices,
                Runs.plan(List.of(100), List.of(0), mostFailedPercent, 6_000).on(new RolloutTerms(60)));
    }

    @Test
    void aRunWithADeadDeviceEnds() {
        offer(AT);
        assertThat(overAt()).contains(HOUR_ON);
        says(device(1), RolloutDeviceState.VERIFIED, AT);
        assertThat(tick(HOUR_ON.minus(MOMENT))).isEmpty();
        assertThat(tick(HOUR_ON))
                .containsExactly(
                        new RolloutDevicesTimedOut(
                                RUN,
                                ACME,
                                1,
                                List.of(new SilentDevice(device(2), 1, RolloutDeviceState.OFFERED, AT)),
                                0,
                                HOUR_ON),
                        new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 1, HOUR_ON, HOUR_ON),
                        new RolloutCompleted(RUN, ACME, 1, 1, 1, 0, 0));
        assertThat(overAt()).isEmpty();
    }

    @Test
    void whatADeviceSaysGivesItTheSameTimeAgainAndWhatItRepeatsDoesNot() {
        offer(AT);
        says(device(1), RolloutDeviceState.VERIFIED, AT);
        Instant later = AT.plusSeconds(30);
        says(device(2), RolloutDeviceState.DOWNLOADING, later);
        says(device(2), RolloutDeviceState.DOWNLOADING, HOUR_ON);
        // To the next full minute, so that nobody is cut short.
        Instant over = AT.plusSeconds(60).plus(Duration.ofHours(1));
        assertThat(overAt()).contains(over);
        assertThat(tick(over.minus(MOMENT))).isEmpty();
        RolloutDevicesTimedOut out = (RolloutDevicesTimedOut) tick(over).getFirst();
        assertThat(out.devices())
                .containsExactly(new SilentDevice(device(2), 1, RolloutDeviceState.DOWNLOADING, AT.plusSeconds(60)));
        assertThat(out.devices().getFirst().code()).isEqualTo("TIMED_OUT_DOWNLOADING");
    }

    /** It was told each time, and heard of nothing: else one that is dead would be offered it for ever. */
    @Test
    void anOfferThatIsTakenBackAndMadeAgainGivesNoMoreTime() {
        offer(AT);
        says(device(1), RolloutDeviceState.VERIFIED, AT);
        takeBack(device(2));
        Instant half = AT.plus(Duration.ofMinutes(30));
        assertThat(tick(half)).hasOnlyElementsOfType(RolloutOffered.class);
        takeBack(device(2));
        assertThat(overAt()).contains(HOUR_ON);
        RolloutDevicesTimedOut out = (RolloutDevicesTimedOut) tick(HOUR_ON).getFirst();
        assertThat(out.devices()).containsExactly(new SilentDevice(device(2), 1, RolloutDeviceState.WAITING, AT));
    }

    /** Nobody told it of anything meanwhile. */
    @Test
    void whoWaitsWhenAPausedRunGoesOnHasAllItsTimeFromItsNextOffer() {
        offer(AT);
        says(device(1), RolloutDeviceState.VERIFIED, AT);
        pause();
        assertThat(overAt()).isEmpty();
        assertThat(tick(HOUR_ON)).isEmpty();
        takeBack(device(2));
        resume(HOUR_ON);
        Instant told = HOUR_ON.plus(Duration.ofMinutes(7));
        assertThat(tick(told)).hasOnlyElementsOfType(RolloutOffered.class);
        assertThat(overAt()).contains(told.plus(Duration.ofHours(1)));
    }

    /** What kept a person from going on may have kept the device from being heard. */
    @Test
    void whoWasToldBeforeAPauseHasAllItsTimeWhenTheRunGoesOn() {
        offer(AT);
        says(device(1), RolloutDeviceState.DOWNLOADING, AT);
        pause();
        Instant resumed = AT.plus(Duration.ofDays(2));
        resume(resumed);
        Instant over = resumed.plus(Duration.ofHours(1));
        assertThat(overAt()).contains(over);
        assertThat(tick(over.minus(MOMENT))).isEmpty();
        RolloutDevicesTimedOut out = (RolloutDevicesTimedOut) tick(over).getFirst();
        assertThat(out.devices())
                .containsExactly(
                        new SilentDevice(device(1), 1, RolloutDeviceState.DOWNLOADING, resumed),
                        new SilentDevice(device(2), 1, RolloutDeviceState.OFFERED, resumed));
    }

    /** It is asked again, and as soon as they were heard for as long as the plan lets them be silent, they count. */
    @Test
    void whileReportsDoNotComeThroughNobodyIsSilent() {
        offer(AT);
        heardSince = null;
        assertThat(tick(HOUR_ON)).isEmpty();
        assertThat(Silence.overAt(run, HOUR_ON, null)).contains(HOUR_ON.plus(Duration.ofMinutes(5)));
        heardSince = HOUR_ON;
        Instant sure = HOUR_ON.plus(Duration.ofHours(1));
        assertThat(overAt()).contains(sure);
        assertThat(tick(sure.minus(MOMENT))).isEmpty();
        assertThat(tick(sure).getFirst()).isInstanceOf(RolloutDevicesTimedOut.class);
    }

    /** Else a platform that is restarted each day would never find one. */
    @Test
    void noMoreIsAskedOfThePlatformThanSomeHours() {
        run = Runs.started(1, Runs.plan(List.of(100), List.of(0), 100, 6_000).on(new RolloutTerms(10_080)));
        offer(AT);
        Instant over = AT.plus(Duration.ofDays(7));
        Duration most = Duration.ofMinutes(Silence.MOST_CATCH_UP_MINUTES);
        heardSince = over.minus(most).plusSeconds(1);
        assertThat(tick(over)).isEmpty();
        assertThat(overAt()).contains(over.plusSeconds(1));
        heardSince = over.minus(most);
        assertThat(overAt()).contains(over);
        assertThat(tick(over).getFirst()).isInstanceOf(RolloutDevicesTimedOut.class);
    }

    /** All three are silent at once, which says nothing of when they failed; what one says itself after that does. */
    @Test
    void whoIsSilentIsNoneOfTheLastDevicesUntilItSaysHowItEnded() {
        RolloutPlan plan = Runs.plan(
                        List.of(100), List.of(0), new StopThresholds(100, null, new RecentFailures(4, null, 1)), 6_000)
                .on(new RolloutTerms(60));
        run = Runs.started(10, plan);
        offer(AT);
        says(device(1), RolloutDeviceState.VERIFIED, AT);
        says(device(2), RolloutDeviceState.FAILED, AT);
        says(device(10), RolloutDeviceState.DOWNLOADING, HOUR_ON);
        RolloutDevicesTimedOut out = (RolloutDevicesTimedOut) tick(HOUR_ON).getFirst();
        assertThat(out.devices()).hasSize(7);
        assertThat(run.state()).isEqualTo(RolloutRunState.RUNNING);
        assertThat(run.book().failedOfLast(1, 4)).isEqualTo(1);
        says(device(3), RolloutDeviceState.VERIFIED, HOUR_ON);
        assertThat(run.state()).isEqualTo(RolloutRunState.RUNNING);
        says(device(4), RolloutDeviceState.FAILED, HOUR_ON);
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
    }

    /** As of reports: one by one, and the halt is right behind the one that is too many. */
    @Test
    void theRunHaltsBehindTheVeryDeviceThatPassesAThreshold() {
        run = started(10, 20);
        offer(AT);
        List<RolloutRunEvent> events = tick(HOUR_ON);
        assertThat(events).hasSize(2);
        RolloutDevicesTimedOut out = (RolloutDevicesTimedOut) events.getFirst();
        assertThat(out.devices()).extracting(SilentDevice::device).containsExactly(device(1), device(2), device(3));
        assertThat(out.open()).isEqualTo(7);
        assertThat(events.getLast())
                .isEqualTo(new RolloutHalted(
                        RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_PERCENT, 1, 3, 10, 3, 0, 7));
        assertThat(tick(HOUR_ON.plusSeconds(1))).isEmpty();
        assertThat(overAt()).isEmpty();
    }

    @Test
    void anEventTellsOfABoundedNumberOfDevices() {
        run = started(1_001, 100);
        offer(AT);
        while (run.book().waiting() > 0) {
            offer(AT);
        }
        assertThat(tick(HOUR_ON).stream()
                        .filter(RolloutDevicesTimedOut.class::isInstance)
                        .map(event -> ((RolloutDevicesTimedOut) event).devices().size()))
                .containsExactly(500, 500, 1);
    }

    /** What the platform alone said of it, the device makes good; what it does not end, it does not begin again. */
    @Test
    void whoAnswersLateIsWhereItSays() {
        run = started(3, 100);
        offer(AT);
        says(device(3), RolloutDeviceState.DOWNLOADING, HOUR_ON);
        tick(HOUR_ON);
        assertThat(run.book().failed()).isEqualTo(2);
        assertThat(says(device(1), RolloutDeviceState.DOWNLOADING, HOUR_ON)).isEqualTo(ReportOutcome.GIVEN_UP);
        assertThat(says(device(1), RolloutDeviceState.VERIFIED, HOUR_ON)).isEqualTo(ReportOutcome.COUNTED);
        assertThat(says(device(2), RolloutDeviceState.FAILED, HOUR_ON)).isEqualTo(ReportOutcome.COUNTED);
        assertThat(run.book().failed()).isEqualTo(1);
        assertThat(run.book().state(0)).isEqualTo(RolloutDeviceState.VERIFIED);
        assertThat(run.state()).isEqualTo(RolloutRunState.RUNNING);
    }

    @Test
    void whoAnswersAfterTheEndIsOnRecordAndNothingElseFollows() {
        run = started(1, 0);
        offer(AT);
        tick(HOUR_ON);
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
        assertThat(says(device(1), RolloutDeviceState.VERIFIED, HOUR_ON)).isEqualTo(ReportOutcome.LATE);
        assertThat(run.book().failed()).isZero();
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
    }

    @Test
    void aRetryOffersItAgainWithAllItsTimeAndWhatIsOfTheAttemptBeforeIsOld() {
        run = started(1, 0);
        offer(AT);
        tick(HOUR_ON);
        apply(List.of(Runs.retried(run)));
        tick = 0;
        assertThat(says(device(1), RolloutDeviceState.VERIFIED, HOUR_ON)).isEqualTo(ReportOutcome.OLD_ATTEMPT);
        Instant much = AT.plus(Duration.ofDays(3));
        assertThat(tick(much)).hasOnlyElementsOfType(RolloutOffered.class);
        assertThat(overAt()).contains(much.plus(Duration.ofHours(1)));
        RolloutDevicesTimedOut out =
                (RolloutDevicesTimedOut) tick(much.plus(Duration.ofHours(1))).getFirst();
        assertThat(out.devices()).containsExactly(new SilentDevice(device(1), 2, RolloutDeviceState.OFFERED, much));
    }

    /** Also of one that was drafted before there were terms, whose events say no times. */
    @Test
    void aPlanThatDoesNotBoundSilenceWaits() {
        RolloutPlan plan = Runs.plan(List.of(100), List.of(0), 100, 6_000);
        run = Runs.started(2, plan);
        RolloutOffered offered = (RolloutOffered) tick(AT).getFirst();
        assertThat(offered.at()).isNull();
        assertThat(overAt()).isEmpty();
        assertThat(tick(AT.plus(Duration.ofDays(1_000)))).isEmpty();
    }

    private void offer(Instant at) {
        assertThat(tick(at)).hasOnlyElementsOfType(RolloutOffered.class).isNotEmpty();
    }

    private List<RolloutRunEvent> tick(Instant at) {
        List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(RUN, run.round(), ++tick, at, heardSince));
        apply(events);
        return events;
    }

    private Optional<Instant> overAt() {
        return Silence.overAt(run, AT, heardSince);
    }

    private void pause() {
        apply(List.of(new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON)));
    }

    private void resume(Instant at) {
        apply(List.of(new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING, at)));
    }

    private void takeBack(DeviceId device) {
        apply(List.of(new RolloutOffersTakenBack(RUN, ACME, run.round(), List.of(device), "WINDOW_CLOSED")));
    }

    private ReportOutcome says(DeviceId device, RolloutDeviceState state, Instant at) {
        String version = state == RolloutDeviceState.VERIFIED ? VERSION : null;
        Reporting.Decision decision =
                Reporting.on(run, List.of(new DeviceReport(device, 1, state, version, null, at)), at);
        apply(decision.events());
        return decision.outcomes().getFirst();
    }

    private void apply(List<RolloutRunEvent> events) {
        Runs.evolve(run, events);
    }
}
