package io.devicetrail.domain.command;

/** Where a command is. Only the device's own answer, the deadline or a person ends it. */
public enum CommandState {
    /** Held back until it is signed as the tenant's policy asks; the device knows nothing of it. */
    WAITING_FOR_SIGNATURES,
    REQUESTED,
    SENT,
    RECEIVED,
    EXECUTING,
    SUCCEEDED,
    FAILED,
    REJECTED,
    TIMED_OUT,
    CANCELLED;

    public boolean ended() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
