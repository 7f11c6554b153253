package io.devicetrail.domain.quarantine;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quarantined message, and what would become of it.
 *
 * @param tenant as its topic says
 * @param device as its topic says
 * @param misfit stable code of what it was quarantined for
 * @param receivedAt when it arrived, by the server's clock
 * @param size in bytes
 * @param sha256 of the bytes that are kept, in lower-case hexadecimal
 * @param objection what is wrong with it if it is read again now; null if nothing is
 */
public record QuarantinedMessage(
        TenantId tenant,
        DeviceId device,
        String misfit,
        Instant receivedAt,
        int size,
        String sha256,
        @Nullable Objection objection) {

    /**
     * Why a message does not fit.
     *
     * @param code stable
     * @param detail for a person
     */
    public record Objection(String code, String detail) {}
}
