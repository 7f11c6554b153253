package io.devicetrail.domain.transfer;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;

/** Counts offers that wait for an answer, as far as they are projected: a moment behind the log. */
public interface OpenOffers {
    /**
     * What one look saw of the offers of one tenant to another.
     *
     * @param open how many wait
     * @param ofDevice whether one of them is of the device
     */
    record Seen(int open, boolean ofDevice) {}

    /** @param now an offer whose time is over waits for nothing, though nothing has said so yet */
    Seen between(TenantId giver, TenantId receiver, DeviceId device, Instant now);
}
