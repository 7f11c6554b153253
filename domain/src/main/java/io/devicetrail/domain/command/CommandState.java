package io.devicetrail.domain.command;

/** Where a command is. Only the device's own answer or its leaving, the deadline or a person ends it. */
public enum CommandState {
    /** Held back until another person than who asked for it agrees; the device knows nothing of it. */
    AWAITING_APPROVAL,
    /** Held back until it is signed as the tenant's policy asks; the device knows nothing of it. */
    WAITING_FOR_SIGNATURES,
    /** Held back until the configuration before it has ended; the device knows nothing of it. */
    QUEUED,
    /** Not with the broker: not yet, or not again before the pause after an attempt that failed is over. */
    REQUESTED,
    SENT,
    RECEIVED,
    EXECUTING,
    SUCCEEDED,
    FAILED,
    REJECTED,
    /** The time is over, and the device had said that it has it. */
    TIMED_OUT,
    /** The time is over, and the platform heard nothing from the device in time; it may have begun all the same. */
    EXPIRED,
    CANCELLED;

    public boolean ended() {
        return ordinal() >= SUCCEEDED.ordinal();
    }

    /** Whether the device must not hear of it yet. */
    public boolean heldBack() {
        return ordinal() < REQUESTED.ordinal();
    }

    /** Where a command that is here is after that event. */
    public CommandState after(CommandEvent event) {
        return switch (event) {
            case CommandEvent.CommandRequested e -> REQUESTED;
            case CommandEvent.CommandApprovalAsked e -> AWAITING_APPROVAL;
            case CommandEvent.CommandHeld e -> WAITING_FOR_SIGNATURES;
            case CommandEvent.CommandApproved e -> e.to();
            case CommandEvent.CommandReleased e -> REQUESTED;
            case CommandEvent.CommandQueued e -> QUEUED;
            case CommandEvent.CommandDequeued e -> REQUESTED;
            case CommandEvent.CommandSent e -> SENT;
            case CommandEvent.CommandAnswered e -> e.answer().state();
            case CommandEvent.CommandProgressed e -> this;
            case CommandEvent.CommandAgreedByJob e -> this;
            case CommandEvent.CommandAttemptFailed e -> REQUESTED;
            case CommandEvent.CommandRetried e -> REQUESTED;
            case CommandEvent.LateAnswerRecorded e -> this;
            case CommandEvent.CommandTimedOut e -> TIMED_OUT;
            case CommandEvent.CommandExpired e -> EXPIRED;
            case CommandEvent.CommandCancelled e -> CANCELLED;
            case CommandEvent.CommandWithdrawn e -> CANCELLED;
        };
    }
}
