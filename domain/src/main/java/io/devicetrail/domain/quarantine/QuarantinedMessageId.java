package io.devicetrail.domain.quarantine;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** All releases of one quarantined message, named after that message. */
public record QuarantinedMessageId(@JsonValue UUID value) {
    /** @param number of the message in the quarantine */
    public static QuarantinedMessageId of(TenantId tenant, long number) {
        return new QuarantinedMessageId(NamedId.of("quarantined message", tenant.value(), Long.toString(number)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
