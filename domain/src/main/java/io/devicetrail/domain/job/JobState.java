package io.devicetrail.domain.job;

/** Where a job is in its life. */
public enum JobState {
    /** Its cohort is frozen; no device knows of it. */
    DRAFT,
    /** It hands out commands. */
    RUNNING,
    /** It hands out none until it is resumed; those that are out go on. */
    PAUSED,
    /** Too many devices failed: it hands out no more. */
    HALTED,
    /** Every device of the round has ended. */
    COMPLETED,
    /** Given up: it hands out no more. */
    CANCELLED
}
