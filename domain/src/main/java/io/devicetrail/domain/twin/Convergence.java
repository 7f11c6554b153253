package io.devicetrail.domain.twin;

/** Whether a device is as people want it. Only its own word makes it so. */
public enum Convergence {
    /** It has taken over the desired properties of now; or nothing was ever desired of it. */
    IN_SYNC,
    /** It has not said anything about their version of now. */
    PENDING,
    /** It said that it will not take that version over. */
    REFUSED
}
