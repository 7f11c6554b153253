package io.devicetrail.domain.rollout;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/** What happened to rollout plans. All three make the version that can be signed. */
public sealed interface RolloutEvent {
    RolloutPlanId plan();

    TenantId tenant();

    /** The first revision. */
    @Revision("2")
    record RolloutPlanDrafted(RolloutPlanId plan, TenantId tenant, RolloutPlan content) implements RolloutEvent {}

    /** @param revision that {@code to} is; the draft is 1 */
    @Revision("2")
    record RolloutPlanRevised(RolloutPlanId plan, TenantId tenant, int revision, RolloutPlan from, RolloutPlan to)
            implements RolloutEvent {}

    /** @param revision that was given up */
    @Revision("1")
    record RolloutPlanWithdrawn(RolloutPlanId plan, TenantId tenant, int revision) implements RolloutEvent {}
}
