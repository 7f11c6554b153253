package io.devicetrail.domain.rollout;

import java.util.Optional;

/** Tells of plans as the log does now: no copy that is yet to catch up. */
public interface KnownRolloutPlans {
    Optional<KnownRolloutPlan> plan(RolloutPlanId plan);
}
