package io.devicetrail.eventstore.append;

import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;

/** The log cannot take the change now, so the change did not happen; or, where {@link #outcomeKnown()} is false, may have. */
public class LogUnavailableException extends AxonTransientException {
    private final boolean outcomeKnown;

    public LogUnavailableException(String message, boolean outcomeKnown, @Nullable Throwable cause) {
        super(message, cause);
        this.outcomeKnown = outcomeKnown;
    }

    public LogUnavailableException(String message) {
        super(message);
        this.outcomeKnown = true;
    }

    /** False if the connection broke during the commit: asking again with the same idempotency key tells. */
    public boolean outcomeKnown() {
        return outcomeKnown;
    }
}
