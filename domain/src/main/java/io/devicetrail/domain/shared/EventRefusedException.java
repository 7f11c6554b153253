package io.devicetrail.domain.shared;

import org.jspecify.annotations.Nullable;

/** One event of a batch cannot be applied, and it was found out only at the end of the batch. */
public final class EventRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long index;

    /** @param index log index of the event */
    public EventRefusedException(long index, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.index = index;
    }

    public long index() {
        return index;
    }
}
