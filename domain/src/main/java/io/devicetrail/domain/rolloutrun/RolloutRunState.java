package io.devicetrail.domain.rolloutrun;

/** Where a run is in its life. */
public enum RolloutRunState {
    /** Its cohort is frozen; no device knows of it. */
    CREATED,
    /** It offers the release to the devices of a wave, and waits for their ends. */
    RUNNING,
    /** The devices of a wave have ended and are watched before the next wave begins, or before the run is completed. */
    SOAKING,
    /** It offers nothing until it is resumed; what is offered goes on. */
    PAUSED,
    /** More devices failed than the plan bears, or too few of a wave verified: it offers nothing more. */
    HALTED,
    /** Given up: it offers nothing more. */
    ABORTED,
    /** Every device of the round has ended, and the last wave was watched; some may never have been offered it. */
    COMPLETED;

    /** Whether thresholds still halt it. */
    public boolean live() {
        return this == RUNNING || this == SOAKING || this == PAUSED;
    }

    /** Whether it offers. */
    public boolean offers() {
        return this == RUNNING || this == SOAKING;
    }
}
