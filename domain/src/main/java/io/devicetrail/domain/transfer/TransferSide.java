package io.devicetrail.domain.transfer;

/** Whose record an event of a transfer is on. */
public enum TransferSide {
    /** The tenant that had the device. */
    GIVER,
    /** The tenant that gets it. */
    RECEIVER;

    public TransferSide other() {
        return this == GIVER ? RECEIVER : GIVER;
    }
}
