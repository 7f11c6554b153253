package io.devicetrail.domain.rolloutrun;

/** What came of a report; the table is in docs/rollouts.md. The first three are in the log, the others change nothing. */
public enum ReportOutcome {
    /** The device is where it says, and counts. */
    COUNTED,
    /** The run was over: the device is where it says, and nothing else follows from it. */
    LATE,
    /** It cannot follow on what is on record, and is not believed. Once of a device and attempt; then it is repeated. */
    CONTRADICTORY,
    /** It says what is on record. */
    REPEATED,
    /** It says what was before that which is on record. */
    OVERTAKEN,
    /** It is of an offer before the last one. */
    OLD_ATTEMPT,
    /** The device was not offered it by that attempt. */
    UNKNOWN_ATTEMPT,
    /** The run is not about the device. */
    NOT_IN_COHORT,
    /** Without the version that runs nothing is verified. */
    WITHOUT_VERSION,
    /** A person gave up on the device, or it was silent for too long, and it does not say how it ended. */
    GIVEN_UP;

    /** Whether it is an event. */
    public boolean recorded() {
        return ordinal() <= CONTRADICTORY.ordinal();
    }
}
