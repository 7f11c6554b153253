package io.devicetrail.domain.rollout;

/** What the devices of a cohort differ in. A plan may ask that each wave has its part of each kind. */
public enum DeviceTrait {
    /** Where they are. */
    SITE,
    /** Their version of the plan's model. */
    MODEL_VERSION,
    /** Their hardware revision; devices without one are a kind of their own. */
    HARDWARE_REVISION
}
