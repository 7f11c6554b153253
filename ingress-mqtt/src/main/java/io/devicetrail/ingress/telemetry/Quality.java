package io.devicetrail.ingress.telemetry;

/** How far the source trusts its own value. */
public enum Quality {
    GOOD,
    UNCERTAIN,
    /** Not to be relied on; the only quality that may come without a value. */
    BAD
}
