package io.devicetrail.sagas.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.rolloutrun.decision.GivingUp;
import io.devicetrail.domain.rolloutrun.decision.OfferHours;
import io.devicetrail.domain.rolloutrun.decision.OfferRate;
import io.devicetrail.domain.rolloutrun.decision.Progress;
import io.devicetrail.domain.rolloutrun.decision.Reporting;
import io.devicetrail.domain.rolloutrun.decision.RolloutRun;
import io.devicetrail.domain.rolloutrun.decision.Silence;
import io.devicetrail.domain.tenant.TenantId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A run of a plan that chance made, to which chance happens; the decisions are the domain's. */
final class AnyRollout {
    static final TenantId ACME = new TenantId("acme");
    private static final RolloutRunId RUN = RolloutRunId.of(ACME, "ada", "1");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");
    private static final String HASH = "0".repeat(64);
    private static final String VERSION = "2.1.0";
    private static final int MOST_DEVICES = 6;
    private static final int MOST_ROUNDS = 4;
    private static final List<String> ZONES = List.of("Europe/Berlin", "America/New_York", "Asia/Kathmandu");
    private static final List<Integer> SOAKS = List.of(0, 10, 1_440);
    private static final List<RolloutDeviceState> WORDS = List.of(
            RolloutDeviceState.DOWNLOADING,
            RolloutDeviceState.INSTALLED,
            RolloutDeviceState.VERIFIED,
            RolloutDeviceState.VERIFIED,
            RolloutDeviceState.VERIFIED,
            RolloutDeviceState.FAILED,
            RolloutDeviceState.ROLLED_BACK);

    /** An event, and when it was recorded. */
    record Logged(RolloutRunEvent event, Instant at) {}

    private final Random random;
    private final RolloutRun run = new RolloutRun();
    private final List<Logged> log = new ArrayList<>();
    private final List<DeviceId> devices;

    AnyRollout(Random random, Instant at) {
        this.random = random;
        this.devices = IntStream.rangeClosed(1, 1 + random.nextInt(MOST_DEVICES))
                .mapToObj(number -> DeviceId.of(ACME, "Flow AG", "R-" + number))
                .toList();
        RolloutPlan anyTime = random.nextBoolean() ? plan() : plan().on(new RolloutTerms(1 + random.nextInt(300)));
        RolloutPlan plan = random.nextBoolean() ? anyTime : anyTime.within(List.of(window(), window()));
        List<String> zones = plan.windows().isEmpty()
                ? List.of()
                : devices.stream().map(device -> any(ZONES)).toList();
        append(
                at,
                List.of(
                        new RolloutCreated(
                                RUN,
                                ACME,
                                PLAN,
                                1,
                                HASH,
                                7,
                                plan,
                                devices.size(),
                                HASH,
                                "seed",
                                FrozenCohort.waves(devices.size(), plan.waves()),
                                "ada"),
                        new RolloutCohortListed(RUN, ACME, 1, devices, zones),
                        new RolloutStarted(RUN, ACME, PLAN, 1, HASH, HASH, HASH, List.of())));
    }

    private RolloutPlan plan() {
        int middle = 1 + random.nextInt(97);
        return new RolloutPlan(
                "To 2.1",
                new Release("flow-firmware", VERSION, HASH, 4_711),
                DeviceModelId.of(ACME, "Flow AG", "P100"),
                List.of(1),
                new Cohort(List.of(), List.of(), new TreeMap<>()),
                List.of(
                        new Wave(middle, null, soak(), null, null, random.nextInt(4) == 0 ? 60 : null),
                        new Wave((middle + 101) / 2, soak()),
                        new Wave(100, soak())),
                new StopThresholds(null, random.nextInt(devices.size() + 1)),
                random.nextBoolean() ? 30 : 90,
                false);
    }

    private MaintenanceWindow window() {
        int minutes = 1 + random.nextInt(MaintenanceWindow.LONGEST_MINUTES);
        return new MaintenanceWindow(
                List.of(any(List.of(DayOfWeek.values()))),
                LocalTime.of(random.nextInt(24), random.nextInt(60)),
                minutes,
                1 + random.nextInt(minutes));
    }

    private int soak() {
        return SOAKS.get(random.nextInt(SOAKS.size()));
    }

    RolloutRun run() {
        return run;
    }

    List<Logged> log() {
        return log;
    }

    List<RolloutRunEvent> wouldTick(long tick, Instant at) {
        return Progress.ticked(run, new OfferRollout(RUN, run.round(), tick, at, Instant.EPOCH));
    }

    /** When a tick would do anything at all, at that moment or after it. */
    Instant opensAfter(Instant at) {
        return OfferHours.opensAt(run, at).orElse(at);
    }

    @Nullable Instant ticked(OfferRollout command) {
        append(command.at(), Progress.ticked(run, command));
        return OfferHours.opensAt(run, command.at()).orElse(null);
    }

    @Nullable Instant silentAt(OfferRollout command) {
        return Silence.overAt(run, command.at(), command.heardSince()).orElse(null);
    }

    /** Something that a person, a device or what tells devices does, or nothing. */
    void happens(Instant at) {
        switch (random.nextInt(11)) {
            case 0 -> one(device -> !state(device).ended(), device -> skip(device, at));
            case 1 -> pauseOrResume(at);
            case 2 -> one(device -> state(device) == RolloutDeviceState.OFFERED, device -> takeBack(device, at));
            case 3 -> nextWave(at);
            case 4 -> retry(at);
            case 5 -> one(device -> run.book().unheard(device), device -> leaveOut(device, at));
            default -> one(device -> attempt(device) > 0, device -> says(device, any(WORDS), at));
        }
    }

    /** All that is open ends well, and what is paused goes on. */
    void everybodyEnds(Instant at) {
        resume(at);
        devices.stream()
                .filter(device -> state(device).open())
                .forEach(device -> says(device, RolloutDeviceState.VERIFIED, at));
    }

    void resume(Instant at) {
        if (run.state() == RolloutRunState.PAUSED) {
            boolean asked = run.created().content().mostSilentMinutes() != null;
            append(at, List.of(new RolloutResumed(RUN, ACME, run.resumesTo(), asked ? at : null)));
        }
    }

    /** What a person does of whom the documents say how a run that hangs is mended. */
    void pauseAndResume(Instant at) {
        if (run.state().offers()) {
            append(at, List.of(new RolloutPaused(RUN, ACME, run.state(), RolloutStopCause.PERSON)));
        }
        resume(at);
    }

    private void pauseOrResume(Instant at) {
        if (run.state().offers()) {
            append(at, List.of(new RolloutPaused(RUN, ACME, run.state(), RolloutStopCause.PERSON)));
        } else {
            resume(at);
        }
    }

    private void skip(DeviceId device, Instant at) {
        append(at, GivingUp.on(run, device));
    }

    private void leaveOut(DeviceId device, Instant at) {
        append(at, GivingUp.leftOut(run, List.of(device), Unfit.NOT_IN_SERVICE));
    }

    private void takeBack(DeviceId device, Instant at) {
        append(at, List.of(new RolloutOffersTakenBack(RUN, ACME, run.round(), List.of(device), "BROKER_AWAY")));
    }

    private void nextWave(Instant at) {
        int next = run.book().nextAfter(run.wave());
        if (run.state().offers() && next > 0 && run.book().waitingUpTo(run.wave()) == 0) {
            append(at, List.of(new RolloutWaveBegun(RUN, ACME, run.round(), run.wave(), next, true)));
        }
    }

    private void retry(Instant at) {
        boolean over = run.state() == RolloutRunState.HALTED || run.state() == RolloutRunState.COMPLETED;
        if (over && run.book().open() == 0 && run.book().failed() > 0 && run.round() < MOST_ROUNDS) {
            append(
                    at,
                    List.of(new RolloutRetried(
                            RUN,
                            ACME,
                            run.state(),
                            run.round() + 1,
                            run.book().firstFailed(),
                            run.book().failed())));
        }
    }

    private void says(DeviceId device, RolloutDeviceState word, Instant at) {
        String version = word == RolloutDeviceState.VERIFIED ? VERSION : null;
        append(
                at,
                Reporting.on(run, List.of(new DeviceReport(device, attempt(device), word, version, null, at)), at)
                        .events());
    }

    private void one(Predicate<DeviceId> fit, Consumer<DeviceId> deed) {
        List<DeviceId> those = devices.stream().filter(fit).toList();
        if (!those.isEmpty()) {
            deed.accept(any(those));
        }
    }

    private <T> T any(List<T> those) {
        return those.get(random.nextInt(those.size()));
    }

    private void append(Instant at, List<? extends RolloutRunEvent> events) {
        for (RolloutRunEvent event : events) {
            run.evolve(event);
            log.add(new Logged(event, at));
        }
    }

    private RolloutDeviceState state(DeviceId device) {
        return run.book().state(run.book().place(device));
    }

    private int attempt(DeviceId device) {
        return run.book().attempt(run.book().place(device));
    }

    /** Of the plan. */
    Duration interval() {
        return new OfferRate(run.created().content().offersPerMinute()).interval();
    }
}
