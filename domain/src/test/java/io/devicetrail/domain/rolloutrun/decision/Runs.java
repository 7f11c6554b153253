package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs for tests, of devices 1 to n in that order. */
final class Runs {
    static final TenantId ACME = new TenantId("acme");
    static final RolloutRunId RUN = RolloutRunId.of(ACME, "ada", "1");
    static final String VERSION = "2.1.0";
    static final String OLD_VERSION = "2.0.9";
    static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");
    private static final String HASH = "0".repeat(64);

    private Runs() {}

    static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "R-" + number);
    }

    static RolloutPlan plan(List<Integer> percents, List<Integer> soaks, int mostFailedPercent, int perMinute) {
        return plan(percents, soaks, new StopThresholds(mostFailedPercent, null), perMinute);
    }

    static RolloutPlan plan(List<Integer> percents, List<Integer> soaks, StopThresholds stop, int perMinute) {
        return new RolloutPlan(
                        "To 2.1",
                        new Release("flow-firmware", VERSION, "0a".repeat(32), 4_711),
                        DeviceModelId.of(ACME, "Flow AG", "P100"),
                        List.of(1),
                        new Cohort(List.of(), List.of(), new TreeMap<>()),
                        IntStream.range(0, percents.size())
                                .mapToObj(wave -> new Wave(percents.get(wave), soaks.get(wave)))
                                .toList(),
                        stop,
                        perMinute,
                        false)
                .checked();
    }

    static List<RolloutRunEvent> beginning(int devices, RolloutPlan plan) {
        return beginning(devices, plan, List.of());
    }

    private static List<RolloutRunEvent> beginning(int devices, RolloutPlan plan, List<String> zones) {
        List<DeviceId> cohort =
                IntStream.rangeClosed(1, devices).mapToObj(Runs::device).toList();
        String hash = FrozenCohort.hash(cohort);
        List<RolloutRunEvent> events = new ArrayList<>();
        events.add(new RolloutCreated(
                RUN,
                ACME,
                PLAN,
                1,
                HASH,
                7,
                plan,
                devices,
                hash,
                "seed",
                FrozenCohort.waves(devices, plan.waves()),
                "ada"));
        for (int from = 0; from < devices; from += RolloutCohortListed.MOST_OF_PART) {
            int to = Math.min(devices, from + RolloutCohortListed.MOST_OF_PART);
            events.add(new RolloutCohortListed(
                    RUN, ACME, 1, cohort.subList(from, to), zones.isEmpty() ? zones : zones.subList(from, to)));
        }
        events.add(new RolloutStarted(
                RUN, ACME, PLAN, 1, HASH, hash, plan.release().sha256(), List.of()));
        return events;
    }

    static RolloutRun started(int devices, RolloutPlan plan) {
        return of(beginning(devices, plan));
    }

    /** @param zones beside each device */
    static RolloutRun started(int devices, RolloutPlan plan, List<String> zones) {
        return of(beginning(devices, plan, zones));
    }

    static RolloutRun of(List<RolloutRunEvent> events) {
        RolloutRun run = new RolloutRun();
        evolve(run, events);
        return run;
    }

    static void evolve(RolloutRun run, List<RolloutRunEvent> events) {
        events.forEach(run::evolve);
    }

    static RolloutHalted halted(RolloutRun run) {
        return new RolloutHalted(
                RUN,
                ACME,
                run.state(),
                RolloutStopCause.FAILED_DEVICES,
                1,
                1,
                1,
                1,
                0,
                run.book().open());
    }

    static RolloutRetried retried(RolloutRun run) {
        return new RolloutRetried(RUN, ACME, run.state(), run.round() + 1, 1, 1);
    }
}
