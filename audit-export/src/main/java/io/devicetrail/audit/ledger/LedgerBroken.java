package io.devicetrail.audit.ledger;

/** Log, files and signatures do not tell the same story. Nothing is signed until a person has looked into it. */
public final class LedgerBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerBroken(String message) {
        super(message);
    }

    public LedgerBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
