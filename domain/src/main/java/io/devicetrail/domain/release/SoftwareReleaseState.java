package io.devicetrail.domain.release;

/** Where a release is in its life. */
public enum SoftwareReleaseState {
    /** It can be planned with. */
    PUBLISHED,
    /** Given up for ever; devices that have it keep it. */
    WITHDRAWN
}
