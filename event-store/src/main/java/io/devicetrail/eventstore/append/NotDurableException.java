package io.devicetrail.eventstore.append;

/** The database would lose commits at a power cut. */
public final class NotDurableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param setting of PostgreSQL that is off */
    public NotDurableException(String setting) {
        super("this PostgreSQL runs with " + setting + " = off, so what it commits may be lost");
    }
}
