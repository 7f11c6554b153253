package io.devicetrail.domain.rollout;

import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.tenant.TenantId;

/** A plan as the log has it: its last revision, and whether it was withdrawn. */
public record KnownRolloutPlan(
        RolloutPlanId plan, TenantId tenant, int revision, RolloutPlan content, boolean withdrawn) {
    public static KnownRolloutPlan of(RolloutPlanDrafted draft) {
        return new KnownRolloutPlan(draft.plan(), draft.tenant(), 1, draft.content(), false);
    }

    public KnownRolloutPlan after(RolloutEvent event) {
        return switch (event) {
            case RolloutPlanDrafted e -> of(e);
            case RolloutPlanRevised e -> new KnownRolloutPlan(plan, tenant, e.revision(), e.to(), withdrawn);
            case RolloutPlanWithdrawn e -> new KnownRolloutPlan(plan, tenant, revision, content, true);
            case RolloutPlanApplied e -> this;
        };
    }
}
