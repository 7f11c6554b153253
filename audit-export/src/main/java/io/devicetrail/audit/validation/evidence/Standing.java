package io.devicetrail.audit.validation.evidence;

/** How something stands, from the best to the worst. */
public enum Standing {
    /** The requirement asks for what there is not, by a reviewed reason. */
    NOT_APPLICABLE,
    PASSED,
    /** Nothing shows it: no test, no result, a skipped test, a result of another source. */
    OPEN,
    FAILED;

    public Standing orWorse(Standing other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
