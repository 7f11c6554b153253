package io.devicetrail.domain.catalogue;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.Stratum;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of the events that leave out what they do not say, one each that says all of it. */
final class FullSamples {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final DeviceModelId MODEL = DeviceModelId.of(ACME, "Flow AG", "P100");
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");
    private static final Instant AT = Instant.parse("2026-11-20T08:00:00.123Z");
    private static final RolloutRunId RUN = RolloutRunId.of(ACME, "ada", "1");

    private FullSamples() {}

    static List<Object> all() {
        return List.of(
                new DeviceModelVersionPublished(
                        MODEL,
                        ACME,
                        "Flow AG",
                        "P100",
                        1,
                        new ModelContract(
                                30,
                                List.of(),
                                List.of(),
                                List.of(new CommandDefinition(
                                        "dose",
                                        List.of(),
                                        120,
                                        CommandClass.OPERATION,
                                        new RetryPolicy(3, 5, 2, 60, List.of("BUSY"), true),
                                        true)))),
                new RolloutPlanDrafted(PLAN, ACME, plan(1440)),
                new RolloutPlanRevised(PLAN, ACME, 2, plan(1440), plan(60)),
                new RolloutCreated(RUN, ACME, PLAN, 2, HASH, 4711, plan(60), 2, HASH, "seed", List.of(2, 0), "ada"),
                new RolloutCohortListed(
                        RUN,
                        ACME,
                        1,
                        List.of(DeviceId.of(ACME, "Flow AG", "P-1"), DeviceId.of(ACME, "Flow AG", "P-2")),
                        List.of("Europe/Zurich", "Europe/Zurich"),
                        List.of(new Stratum(BASEL, 1, "A – süß"), new Stratum(BASEL, 2, null))),
                new RolloutOffered(RUN, ACME, 1, 1, 7, List.of(DeviceId.of(ACME, "Flow AG", "P-1")), 1, AT),
                new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING, AT),
                new RolloutHalted(
                        RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_OF_LAST, 1, 3, 50, 4, 46, 1, 3));
    }

    private static RolloutPlan plan(int soakMinutes) {
        return new RolloutPlan(
                "Pumps to 2.1 – März",
                new Release("flow-firmware", "2.1.0", HASH, 4_711_000),
                MODEL,
                List.of(1, 2),
                new Cohort(
                        List.of(BASEL),
                        List.of("A"),
                        new TreeMap<>(Map.of("line", "1")),
                        List.of(DeviceTrait.values())),
                List.of(new Wave(null, 50, soakMinutes, 5, 3, 95, new RecentFailures(20, null, 2)), new Wave(100, 0)),
                new StopThresholds(5, 3, new RecentFailures(50, 10, null)),
                60,
                true,
                List.of(MaintenanceWindow.of("sat, sun from 12:00 for 120 min, offers for 60 min")),
                new Prerequisites(30, List.of("1.9")),
                new RolloutTerms(1440));
    }
}
