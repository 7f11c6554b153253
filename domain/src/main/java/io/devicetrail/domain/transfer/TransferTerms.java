package io.devicetrail.domain.transfer;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What both tenants agree on. It is in every event of the transfer, so that each says by itself which device it is about.
 *
 * @param former the device in the giver's registry
 * @param next the device in the receiver's: of the same maker and serial number, and so of another id
 * @param until when the offer ends
 * @param shareHistory whether the receiver may read the former device's audit trail, up to its hand-over
 */
public record TransferTerms(
        TenantId giver,
        TenantId receiver,
        DeviceId former,
        DeviceId next,
        String manufacturer,
        String serialNumber,
        @Nullable String hardwareRevision,
        @Nullable String batch,
        Instant until,
        boolean shareHistory) {

    public TenantId tenantOf(TransferSide side) {
        return side == TransferSide.GIVER ? giver : receiver;
    }

    /** The device as that side's registry names it. */
    public DeviceId deviceOf(TransferSide side) {
        return side == TransferSide.GIVER ? former : next;
    }
}
