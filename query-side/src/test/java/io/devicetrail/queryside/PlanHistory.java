package io.devicetrail.queryside;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.tenant.SiteId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of the history, the rollout plans: one that was signed and revised, one that was withdrawn, one that is signed. */
final class PlanHistory {
    static final RolloutPlanId REVISED = RolloutPlanId.of(History.ACME, "ada", "plan-1");
    static final RolloutPlanId WITHDRAWN = RolloutPlanId.of(History.ACME, "ada", "plan-2");
    static final RolloutPlanId SIGNED = RolloutPlanId.of(History.ACME, "ada", "plan-3");

    private PlanHistory() {}

    static void write(LogOfTests log) {
        RolloutPlan first = plan("First", History.PT100, List.of());
        signed(log, REVISED, append(log, new RolloutPlanDrafted(REVISED, History.ACME, first)));
        append(log, new RolloutPlanDrafted(WITHDRAWN, History.ACME, first));
        append(
                log,
                new RolloutPlanRevised(
                        REVISED, History.ACME, 2, first, plan("Second", History.PT100, List.of(History.BASEL))));
        append(log, new RolloutPlanWithdrawn(WITHDRAWN, History.ACME, 1));
        signed(log, SIGNED, append(log, new RolloutPlanDrafted(SIGNED, History.ACME, first)));
        append(log, new RolloutPlanApplied(SIGNED, History.ACME, 1, RolloutRunId.of(History.ACME, "ada", "1"), 1));
    }

    static RolloutPlan plan(String title, DeviceModelId model, List<SiteId> sites) {
        return new RolloutPlan(
                title,
                new Release("pt-firmware", "3.0", "0".repeat(64), 1L << 33),
                model,
                List.of(1, 2),
                new Cohort(sites, List.of("A"), new TreeMap<>(Map.of("line", "3", "Area", "x"))),
                List.of(new Wave(10, 60), new Wave(100, 0)),
                new StopThresholds(null, 3),
                60,
                true);
    }

    private static void signed(LogOfTests log, RolloutPlanId plan, long position) {
        SignableRecord record = SignableRecord.of(SignableKind.ROLLOUT_PLAN, plan.toString());
        append(log, History.signed(record, position, History.BEA, "Bea K."));
    }

    private static long append(LogOfTests log, Object event) {
        return log.append(event, History.ADA, History.ACME.value());
    }
}
