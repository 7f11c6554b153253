package io.devicetrail.domain.rollout;

import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/** What happened to rollout plans. All but that one is applied make the version that can be signed. */
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

    /**
     * A run begins a round by the plan. Stored with the run's own event, or not at all: so of two runs that begin at once the
     * log takes one.
     *
     * @param revision by which, the last one
     * @param round of the run, from 1
     */
    @Revision("1")
    record RolloutPlanApplied(RolloutPlanId plan, TenantId tenant, int revision, RolloutRunId run, int round)
            implements RolloutEvent {}
}
