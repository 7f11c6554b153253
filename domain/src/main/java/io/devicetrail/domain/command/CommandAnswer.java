package io.devicetrail.domain.command;

/** What a device may say about a command, in the words of the {@code ack} topic (upper case). */
public enum CommandAnswer {
    RECEIVED(CommandState.RECEIVED),
    EXECUTING(CommandState.EXECUTING),
    SUCCEEDED(CommandState.SUCCEEDED),
    FAILED(CommandState.FAILED),
    REJECTED(CommandState.REJECTED);

    private final CommandState state;

    CommandAnswer(CommandState state) {
        this.state = state;
    }

    /** The state that this answer, arriving in order, brings about. */
    public CommandState state() {
        return state;
    }
}
