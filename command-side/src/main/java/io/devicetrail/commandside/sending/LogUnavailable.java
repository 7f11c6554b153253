package io.devicetrail.commandside.sending;

import org.jspecify.annotations.Nullable;

/** The log could not be asked or did not answer: nothing is known to have changed, and repeating is safe. */
public final class LogUnavailable extends RuntimeException {
    LogUnavailable(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
