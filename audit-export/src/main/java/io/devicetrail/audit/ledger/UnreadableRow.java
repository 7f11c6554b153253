package io.devicetrail.audit.ledger;

/**
 * The log answers, but a row cannot be read, such as one on a damaged page. Unlike a log that is away it will not come
 * back by itself: it is something to tell, and no reason to wait.
 */
public final class UnreadableRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why without any value of the row */
    public UnreadableRow(String why, Throwable cause) {
        super(why, cause);
    }

    /** Why a reading failed, without any value of the row: an exception's own words may hold some. */
    public static String why(RuntimeException failure) {
        return failure instanceof UnreadableRow
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }
}
