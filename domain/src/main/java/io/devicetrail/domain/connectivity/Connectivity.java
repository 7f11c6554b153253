package io.devicetrail.domain.connectivity;

/** How well a device can be heard. A device that was never heard has none of these. */
public enum Connectivity {
    /** Heard within its lease. */
    ONLINE,
    /** Lease overdue: it may be the device, the network or us. */
    SUSPECT,
    /** Its will arrived, or it has been silent for several leases. */
    OFFLINE,
    /** Silent for so long that its last values must not be relied on. */
    STALE;

    public boolean isSilent() {
        return this == OFFLINE || this == STALE;
    }
}
