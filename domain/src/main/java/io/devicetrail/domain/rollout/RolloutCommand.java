package io.devicetrail.domain.rollout;

import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about rollout plans. */
public sealed interface RolloutCommand {
    RolloutPlanId plan();

    /** Writes a plan. Like anything new it needs no reason. */
    record DraftRolloutPlan(@TargetAggregateIdentifier RolloutPlanId plan, TenantId tenant, RolloutPlan content)
            implements RolloutCommand {
        public DraftRolloutPlan {
            content = content.checked();
        }
    }

    /**
     * Writes it anew, whole.
     *
     * @param expectedRevision that the author saw: what somebody else wrote since is not overwritten unseen
     */
    record ReviseRolloutPlan(@TargetAggregateIdentifier RolloutPlanId plan, int expectedRevision, RolloutPlan content)
            implements RolloutCommand, RegulatedChange {
        public ReviseRolloutPlan {
            Shape.within("expectedRevision", expectedRevision, 1, Integer.MAX_VALUE);
            content = content.checked();
        }
    }

    /** Gives it up for ever. */
    record WithdrawRolloutPlan(@TargetAggregateIdentifier RolloutPlanId plan)
            implements RolloutCommand, RegulatedChange {}
}
