package io.devicetrail.domain.incident;

/** Why nobody can reach a device, or ever could. */
public enum OrphanReason {
    /** It was registered long ago, and never enrolled. */
    NOT_ENROLLED,
    /** It was enrolled long ago, and nothing was ever heard of it. */
    NEVER_HEARD,
    /** All certificates that it had are over or revoked. */
    CERTIFICATE_OVER
}
