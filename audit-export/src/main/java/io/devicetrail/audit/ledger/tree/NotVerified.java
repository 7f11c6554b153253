package io.devicetrail.audit.ledger.tree;

/** What was given does not prove what it should, or is not well-formed. The message says what differs, for a person. */
public final class NotVerified extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotVerified(String message) {
        super(message);
    }

    public NotVerified(String message, Throwable cause) {
        super(message, cause);
    }
}
