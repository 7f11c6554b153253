package io.devicetrail.domain.rollout;

/** Where a plan is in its life. */
public enum RolloutPlanState {
    /** It can be revised, signed and withdrawn. */
    DRAFTED,
    /** Given up for ever; what was signed of it stays on record. */
    WITHDRAWN
}
