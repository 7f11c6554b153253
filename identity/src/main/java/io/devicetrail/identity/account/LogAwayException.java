package io.devicetrail.identity.account;

/** The log did not take an entry: what it was about does not happen (no change without its entry). */
public final class LogAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogAwayException(String entry, Throwable cause) {
        super("The log did not take " + entry, cause);
    }
}
