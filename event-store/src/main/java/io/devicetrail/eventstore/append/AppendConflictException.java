package io.devicetrail.eventstore.append;

/** Another event has the same (aggregate, sequence), or the same command was stored before. Only this append failed. */
public final class AppendConflictException extends RuntimeException {
    public AppendConflictException(String message) {
        super(message);
    }
}
