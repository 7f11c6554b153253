package io.devicetrail.domain.rolloutrun;

/** Why a run stopped. */
public enum RolloutStopCause {
    /** More of a wave's devices failed than the share that the plan bears. */
    FAILED_PERCENT,
    /** More devices failed, of all waves together, than the plan bears. */
    FAILED_DEVICES,
    /** More of a wave's devices failed than the plan bears of that wave. */
    FAILED_DEVICES_OF_WAVE,
    /** More of the last devices of a wave that ended failed than the plan bears. */
    FAILED_OF_LAST,
    /** Fewer of a wave's devices verified than the plan asks for before the next one begins. */
    TOO_FEW_VERIFIED,
    /** A person stopped it; the reason is with the event. */
    PERSON
}
