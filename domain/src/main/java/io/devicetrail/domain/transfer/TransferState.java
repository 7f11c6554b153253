package io.devicetrail.domain.transfer;

/** Where a transfer is. */
public enum TransferState {
    /** The receiver may accept or decline it, the giver withdraw it, until its time is over. */
    OFFERED,
    /** Both tenants have agreed; the platform carries it out. */
    ACCEPTED,
    /** The receiver's registry refuses the device, which the giver no longer has: the receiver accepts it anew. */
    HELD_UP,
    /** The receiver has the device. */
    COMPLETED,
    /** The receiver does not want it. */
    DECLINED,
    /** The giver keeps it. */
    WITHDRAWN,
    /** Nobody accepted it in time. */
    LAPSED,
    /** The device had left service before it could be handed over. */
    ABANDONED
}
