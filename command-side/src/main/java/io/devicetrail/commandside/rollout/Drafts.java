package io.devicetrail.commandside.rollout;

import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;

/** Rules about drafts of plans. */
final class Drafts {
    private Drafts() {}

    /** Whether it drafts what was drafted before; its id holds the tenant, its author and their key. */
    static boolean same(DraftRolloutPlan again, RolloutPlanDrafted first) {
        return again.tenant().equals(first.tenant()) && again.content().equals(first.content());
    }
}
