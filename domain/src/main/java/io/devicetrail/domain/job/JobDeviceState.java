package io.devicetrail.domain.job;

import io.devicetrail.domain.command.CommandState;

/** Where a job is with one of its devices. */
public enum JobDeviceState {
    /** Not its turn yet. */
    WAITING,
    /** Its command is out. */
    OPEN,
    SUCCEEDED,
    FAILED,
    REJECTED,
    TIMED_OUT,
    EXPIRED,
    CANCELLED,
    /** The job was over before its turn. */
    NOT_TOLD,
    /** The platform did not send it the command. */
    REFUSED;

    public boolean ended() {
        return ordinal() > OPEN.ordinal();
    }

    /** Whether it counts against the thresholds and is told again by a retry: not what a person cancelled, or whose device left. */
    public boolean failed() {
        return ordinal() > SUCCEEDED.ordinal() && this != CANCELLED && this != NOT_TOLD;
    }

    /** @throws IllegalArgumentException if the command has not ended */
    public static JobDeviceState of(CommandState state) {
        if (!state.ended()) {
            throw new IllegalArgumentException(state + " is no end");
        }
        return valueOf(state.name());
    }
}
