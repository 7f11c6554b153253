package io.devicetrail.domain.connectivity;

/** Why a device was judged so. */
public enum ConnectivityReason {
    HEARD_FROM_DEVICE,
    LEASE_OVERDUE,
    LEASE_EXPIRED,
    WILL_RECEIVED,
    SAID_GOODBYE,
    SILENT_TOO_LONG
}
