package io.devicetrail.domain.connectivity;

/** Why a device was judged so. */
public enum ConnectivityReason {
    HEARD_FROM_DEVICE,
    LEASE_OVERDUE,
    LEASE_EXPIRED,
    WILL_RECEIVED,
    SAID_GOODBYE,
    SILENT_TOO_LONG,
    /** It comes and goes too often for its state to be told; see {@link FlappingPolicy}. */
    FLAPPING
}
