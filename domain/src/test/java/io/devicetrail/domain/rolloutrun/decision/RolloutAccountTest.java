package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.OLD_VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.report.Recorded;
import io.devicetrail.domain.rolloutrun.report.RolloutAccount;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Durations;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.FailedDevice;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Failures;
import io.devicetrail.domain.rolloutrun.report.RolloutStep;
import io.devicetrail.domain.rolloutrun.report.RolloutStep.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What a run came to, told from its events. */
@NullUnmarked // what is missing fails the test anyway
class RolloutAccountTest {
    private static final RolloutPlan PLAN =
            Runs.plan(List.of(50, 100), List.of(60, 0), new StopThresholds(null, 1), 600);

    private RolloutAccount account = new RolloutAccount();
    private long index = 100;

    @Test
    void aRunThatHaltedIsToldWithItsCauseItsTimesAndWhoLedIt() {
        halted();
        RolloutReport report = report();

        assertThat(report.state()).isEqualTo(RolloutRunState.HALTED);
        assertThat(report.last()).isEqualTo(new Recorded(index - 1, at(231), "saga", "process", null));
        assertThat(report.steps())
                .extracting(RolloutStep::kind)
                .containsExactly(Kind.CREATED, Kind.STARTED, Kind.WAVE_ENDED, Kind.WAVE_BEGUN, Kind.HALTED);
        assertThat(report.steps().get(1).recorded())
                .isEqualTo(new Recorded(102, at(0), "Ada L.", "operator", "CR 4711"));
        assertThat(report.stopped()).isEqualTo(report.steps().getLast());
        assertThat(report.stopped().cause()).isEqualTo(RolloutStopCause.FAILED_DEVICES);
        assertThat(report.stopped().wave()).isEqualTo(2);
        assertThat(report.times()).isEqualTo(new RolloutReport.Times(at(0), at(0), at(10), at(110), at(231)));
        assertThat(report.waves()).extracting(RolloutReport.Wave::begunAt).containsExactly(at(0), at(200));
        assertThat(report.waves()).extracting(RolloutReport.Wave::endedAt).containsExactly(at(111), null);
        assertThat(report.waves().getFirst().counts()).isEqualTo(Map.of(RolloutDeviceState.VERIFIED, 2));
        assertThat(report.waves().getFirst().verifying()).isEqualTo(new Durations(2, 30_000, 100_000, 100_000));
        assertThat(report.waves().getLast().verifying()).isNull();
        assertThat(report.failures())
                .containsExactly(
                        new Failures(RolloutDeviceState.FAILED, "E1", 1),
                        new Failures(RolloutDeviceState.ROLLED_BACK, null, 1));
        assertThat(report.failed())
                .containsExactly(
                        new FailedDevice(device(3), 3, 2, RolloutDeviceState.FAILED, 1, "E1", null, at(220)),
                        new FailedDevice(
                                device(4), 4, 2, RolloutDeviceState.ROLLED_BACK, 1, null, OLD_VERSION, at(230)));
    }

    /** Whoever waits for another attempt is not failed, until the round is over without it. */
    @Test
    void aFailureIsToldAgainWhenTheRoundAfterItEndsBeforeItsTurn() {
        halted();
        add(300, ada(), new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 2, 2));
        add(310, saga(), new RolloutOffered(RUN, ACME, 2, 2, 1, List.of(device(3)), 1));
        add(331, saga(), reported(said(3, 2, RolloutDeviceState.VERIFIED, VERSION, null, 330)));
        RolloutReport running = report();
        assertThat(running.failed()).isEmpty();
        assertThat(running.stopped()).isNull();
        assertThat(running.times().endedAt()).isNull();
        assertThat(running.waves().getLast().verifying())
                .as("from the first offer on")
                .isEqualTo(new Durations(1, 120_000, 120_000, 120_000));

        add(400, ada(), new RolloutAborted(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON, 1, 0));
        RolloutReport aborted = report();
        assertThat(aborted.stopped().recorded().reason()).isEqualTo("CR 4711");
        assertThat(aborted.times().endedAt()).isEqualTo(at(400));
        assertThat(aborted.failed())
                .containsExactly(new FailedDevice(
                        device(4), 4, 2, RolloutDeviceState.ROLLED_BACK, 1, null, OLD_VERSION, at(230)));
    }

    @Test
    void nothingIsToldOfARunBeforeItsCreation() {
        assertThat(account.begun()).isFalse();
        assertThatThrownBy(this::report).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofManyStepsTheFirstAndTheLastAreTold() {
        begin(2, PLAN);
        for (int step = 0; step < RolloutReport.MOST_STEPS; step++) {
            add(step, ada(), new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON));
            add(step, ada(), new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING));
        }
        RolloutReport report = report();
        assertThat(report.steps()).hasSize(RolloutReport.MOST_STEPS);
        assertThat(report.stepsLeftOut()).isEqualTo(RolloutReport.MOST_STEPS + 2);
        assertThat(report.steps().getFirst().kind()).isEqualTo(Kind.CREATED);
        assertThat(report.steps().getLast().recorded().index()).isEqualTo(index - 1);
    }

    @Test
    void ofManyWaysOfFailingTheMostFrequentAreTold() {
        int devices = 2 * RolloutReport.MOST_FAILURES;
        begin(devices, Runs.plan(List.of(100), List.of(0), new StopThresholds(null, devices), 600));
        add(
                10,
                saga(),
                new RolloutOffered(
                        RUN,
                        ACME,
                        1,
                        1,
                        1,
                        IntStream.rangeClosed(1, devices).mapToObj(Runs::device).toList(),
                        0));
        for (int number = 1; number <= devices; number++) {
            String code = number > devices - 2 ? "often" : "E" + number;
            add(20, saga(), reported(said(number, 1, RolloutDeviceState.FAILED, null, code, 20)));
        }
        RolloutReport report = report();
        assertThat(report.failures()).hasSize(RolloutReport.MOST_FAILURES);
        assertThat(report.failures().getFirst()).isEqualTo(new Failures(RolloutDeviceState.FAILED, "often", 2));
        assertThat(report.failuresLeftOut()).isEqualTo(devices - RolloutReport.MOST_FAILURES - 1);
        assertThat(report.failed()).hasSize(devices);
    }

    /** At any moment of any history it is as the run itself decides, and the same again. */
    @RepeatedTest(30)
    void itIsOfOneMindWithTheRunAtEachOfItsEvents(RepetitionInfo repetition) {
        long seed = 20261123L + repetition.getCurrentRepetition();
        List<RolloutRunEvent> events = history(seed);
        RolloutRun run = new RolloutRun();
        Map<DeviceId, Instant> offered = new HashMap<>();
        Map<DeviceId, Instant> verified = new HashMap<>();
        RolloutAccount again = new RolloutAccount();
        for (int event = 0; event < events.size(); event++) {
            run.evolve(events.get(event));
            Recorded recorded = new Recorded(event, at(event * 60), "any", "any", null);
            account.add(events.get(event), recorded);
            again.add(events.get(event), recorded);
            if (events.get(event) instanceof RolloutOffered e) {
                e.devices().forEach(device -> offered.putIfAbsent(device, recorded.at()));
            } else if (events.get(event) instanceof RolloutReported e) {
                e.devices().stream()
                        .filter(said -> said.to() == RolloutDeviceState.VERIFIED
                                && said.outcome() != ReportOutcome.CONTRADICTORY)
                        .forEach(said -> verified.put(said.device(), said.at()));
            }
            assertThat(report()).as("seed %d, event %d", seed, event).isEqualTo(again.report(id -> null));
            judge(run, offered, verified, "seed " + seed + ", event " + event);
        }
    }

    private void judge(RolloutRun run, Map<DeviceId, Instant> offered, Map<DeviceId, Instant> verified, String as) {
        RolloutReport report = report();
        assertThat(report.state()).as(as).isEqualTo(run.state());
        int place = 0;
        List<DeviceId> failed = new ArrayList<>();
        for (RolloutReport.Wave wave : report.waves()) {
            Map<RolloutDeviceState, Integer> counts = new EnumMap<>(RolloutDeviceState.class);
            List<Long> times = new ArrayList<>();
            for (int end = place + wave.devices(); place < end; place++) {
                DeviceId device = device(place + 1);
                counts.merge(run.book().state(place), 1, Integer::sum);
                if (run.book().state(place) == RolloutDeviceState.VERIFIED) {
                    times.add(Math.max(
                            0,
                            Duration.between(offered.get(device), verified.get(device))
                                    .toMillis()));
                }
                if (run.book().state(place).failed()) {
                    failed.add(device);
                }
            }
            assertThat(wave.counts()).as(as).isEqualTo(counts);
            times.sort(null);
            assertThat(wave.verifying())
                    .as(as)
                    .isEqualTo(
                            times.isEmpty()
                                    ? null
                                    : new Durations(
                                            times.size(),
                                            times.get((int) Math.ceil(times.size() * 0.5) - 1),
                                            times.get((int) Math.ceil(times.size() * 0.95) - 1),
                                            times.getLast()));
        }
        assertThat(report.failed()).as(as).extracting(FailedDevice::device).isEqualTo(failed);
        assertThat(report.failures().stream().mapToInt(Failures::devices).sum())
                .as(as)
                .isEqualTo(failed.size());
    }

    private static List<RolloutRunEvent> history(long seed) {
        Random random = new Random(seed);
        int devices = random.nextInt(2, 30);
        RolloutPlan plan =
                Runs.plan(List.of(20, 100), List.of(1, 0), new StopThresholds(null, random.nextInt(5)), 6000);
        List<RolloutRunEvent> events = new ArrayList<>(Runs.beginning(devices, plan));
        RolloutRun run = Runs.of(events);
        Meddling meddling = new Meddling(random, run, devices);
        for (int step = 0; step < 120; step++) {
            Instant now = at(step * 60);
            List<RolloutRunEvent> next = new ArrayList<>(run.state().live() ? meddling.next() : meddling.retried());
            next.forEach(run::evolve);
            events.addAll(next);
            List<RolloutRunEvent> decided = random.nextBoolean()
                    ? Progress.ticked(run, new OfferRollout(RUN, run.round(), step + 1, now))
                    : Reporting.on(run, List.of(any(random, run, devices, now)), now)
                            .events();
            decided.forEach(run::evolve);
            events.addAll(decided);
        }
        return events;
    }

    private static DeviceReport any(Random random, RolloutRun run, int devices, Instant now) {
        List<RolloutDeviceState> said = List.of(
                RolloutDeviceState.DOWNLOADING,
                RolloutDeviceState.INSTALLED,
                RolloutDeviceState.VERIFIED,
                RolloutDeviceState.VERIFIED,
                RolloutDeviceState.FAILED,
                RolloutDeviceState.REFUSED);
        return new DeviceReport(
                device(random.nextInt(devices) + 1),
                Math.max(1, run.round()),
                said.get(random.nextInt(said.size())),
                random.nextInt(6) == 0 ? OLD_VERSION : VERSION,
                "E" + random.nextInt(4),
                now);
    }

    /** By the code that it did not give, until it says how it ended. */
    @Test
    void aDeviceThatWasSilentForTooLongIsToldAmongTheFailures() {
        begin(4, PLAN);
        add(10, saga(), new RolloutOffered(RUN, ACME, 1, 1, 1, List.of(device(1), device(2)), 0));
        add(
                100,
                saga(),
                new RolloutDevicesTimedOut(
                        RUN,
                        ACME,
                        1,
                        List.of(
                                new SilentDevice(device(1), 1, RolloutDeviceState.OFFERED, at(10)),
                                new SilentDevice(device(2), 1, RolloutDeviceState.OFFERED, at(10))),
                        0,
                        at(99)));
        assertThat(report().failures())
                .containsExactly(new Failures(RolloutDeviceState.TIMED_OUT, "TIMED_OUT_OFFERED", 2));
        assertThat(report().failed().getFirst())
                .isEqualTo(new FailedDevice(
                        device(1), 1, 1, RolloutDeviceState.TIMED_OUT, 1, "TIMED_OUT_OFFERED", null, at(99)));
        add(120, saga(), reported(said(1, 1, RolloutDeviceState.VERIFIED, VERSION, null, 110)));
        assertThat(report().failures())
                .containsExactly(new Failures(RolloutDeviceState.TIMED_OUT, "TIMED_OUT_OFFERED", 1));
    }

    private void begin(int devices, RolloutPlan plan) {
        Runs.beginning(devices, plan).forEach(event -> add(0, ada(), event));
    }

    private void halted() {
        begin(4, PLAN);
        add(10, saga(), new RolloutOffered(RUN, ACME, 1, 1, 1, List.of(device(1), device(2)), 0));
        add(
                111,
                saga(),
                reported(
                        said(1, 1, RolloutDeviceState.VERIFIED, VERSION, null, 40),
                        said(2, 1, RolloutDeviceState.VERIFIED, VERSION, null, 110)));
        add(111, saga(), new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 0, at(111), at(111 + 3600)));
        add(200, ada(), new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true));
        add(210, saga(), new RolloutOffered(RUN, ACME, 1, 2, 2, List.of(device(3), device(4)), 0));
        add(
                231,
                saga(),
                reported(
                        said(3, 1, RolloutDeviceState.FAILED, null, "E1", 220),
                        said(4, 1, RolloutDeviceState.ROLLED_BACK, OLD_VERSION, null, 230)));
        add(
                231,
                saga(),
                new RolloutHalted(
                        RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 2, 2, 2, 2, 0, 0));
    }

    private record Who(String name, String role, @Nullable String reason) {}

    private static Who ada() {
        return new Who("Ada L.", "operator", "CR 4711");
    }

    private static Who saga() {
        return new Who("saga", "process", null);
    }

    private void add(int seconds, Who who, RolloutRunEvent event) {
        account.add(event, new Recorded(index++, at(seconds), who.name(), who.role(), who.reason()));
    }

    private RolloutReport report() {
        return account.report(id -> null);
    }

    private static Instant at(int seconds) {
        return AT.plusSeconds(seconds);
    }

    private static RolloutReported reported(ReportedDevice... devices) {
        return new RolloutReported(RUN, ACME, 1, List.of(devices), 0);
    }

    private static ReportedDevice said(
            int number,
            int attempt,
            RolloutDeviceState to,
            @Nullable String version,
            @Nullable String code,
            int seconds) {
        return new ReportedDevice(
                device(number),
                attempt,
                RolloutDeviceState.OFFERED,
                to,
                to,
                ReportOutcome.COUNTED,
                version,
                code,
                at(seconds));
    }
}
