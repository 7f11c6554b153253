package io.devicetrail.domain.rolloutrun;

/** Why a run stopped. */
public enum RolloutStopCause {
    /** More of a wave's devices failed than the share that the plan bears. */
    FAILED_PERCENT,
    /** More devices failed, of all waves together, than the plan bears. */
    FAILED_DEVICES,
    /** A person stopped it; the reason is with the event. */
    PERSON
}
