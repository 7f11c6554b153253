package io.devicetrail.ingress.quarantine;

/**
 * A message does not fit. Thrown while one is read and checked; it carries what the quarantine will say and no stack,
 * as it is an answer and not a fault.
 */
public final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Longest detail kept. */
    private static final int LONGEST_DETAIL = 500;

    private final String reason;

    public Misfit(String reason, String detail) {
        super(printable(detail), null, false, false);
        this.reason = reason;
    }

    public Misfit(QuarantineReason reason, String detail) {
        this(reason.name(), detail);
    }

    /** Stable code: a {@link QuarantineReason} or the code of a domain rejection. */
    public String reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** A detail may quote the device, and PostgreSQL takes no NUL and no half of a surrogate pair. */
    private static String printable(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_DETAIL)
                .map(c -> Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        ? '?'
                        : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
