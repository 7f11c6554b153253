package io.devicetrail.domain.device;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** One offer of a device to another tenant. Name-based where whoever offers gave an idempotency key, else random. */
public record DeviceTransferId(@JsonValue UUID value) {
    /** The same person offering twice with the same key makes the same offer. */
    public static DeviceTransferId of(TenantId giver, String offeredBy, String idempotencyKey) {
        return new DeviceTransferId(NamedId.of("device-transfer", giver.value(), offeredBy, idempotencyKey));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
