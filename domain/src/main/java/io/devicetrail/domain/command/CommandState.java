package io.devicetrail.domain.command;

/** Where a command is. Only the device's own answer, the deadline or a person ends it. */
public enum CommandState {
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
