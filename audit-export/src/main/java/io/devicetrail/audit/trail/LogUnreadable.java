package io.devicetrail.audit.trail;

import java.io.IOException;

/** The log has no complete answer; a copy that leaves something out must not look like a copy. */
public final class LogUnreadable extends IOException {
    public LogUnreadable(String message) {
        super(message);
    }

    public LogUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
