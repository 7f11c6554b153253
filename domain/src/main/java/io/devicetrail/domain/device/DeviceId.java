package io.devicetrail.domain.device;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** A device for ever: name-based on (tenant, manufacturer, serial number), so the log itself refuses a second one. */
public record DeviceId(@JsonValue UUID value) {
    public static DeviceId of(TenantId tenant, String manufacturer, String serialNumber) {
        return new DeviceId(NamedId.of("device", tenant.value(), manufacturer, serialNumber));
    }

    /** @throws MalformedInput if {@code text} is no UUID */
    public static DeviceId parse(String text) {
        try {
            return new DeviceId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("device", "is not an id: " + text);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
