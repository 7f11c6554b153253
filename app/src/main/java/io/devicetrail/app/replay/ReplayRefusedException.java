package io.devicetrail.app.replay;

/** The replay could not be done; the message says why and what to do. */
public final class ReplayRefusedException extends RuntimeException {
    public ReplayRefusedException(String message) {
        super(message);
    }
}
