package io.devicetrail.commandside.sending;

import org.jspecify.annotations.Nullable;

/** The log could not be asked or did not answer: nothing is known to have changed, and repeating is safe. */
public final class LogUnavailable extends RuntimeException {
    /** Of the error that it is answered with. */
    public static final String CODE = "LOG_UNAVAILABLE";

    LogUnavailable(String what, @Nullable Throwable cause) {
        super(what, cause);
    }

    /** @param cause null where the log was not even asked */
    public static LogUnavailable forAuthority(@Nullable Throwable cause) {
        return new LogUnavailable(
                "The log is not reachable, so nobody's authority can be checked. Repeat shortly.", cause);
    }
}
