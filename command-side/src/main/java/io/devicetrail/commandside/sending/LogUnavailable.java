package io.devicetrail.commandside.sending;

/** The log could not be asked or did not answer: nothing is known to have changed, and repeating is safe. */
public final class LogUnavailable extends RuntimeException {
    LogUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}
