package io.devicetrail.domain.devicemodel;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** A device family of a tenant: name-based on (tenant, manufacturer, model name). */
public record DeviceModelId(@JsonValue UUID value) {
    public static DeviceModelId of(TenantId tenant, String manufacturer, String name) {
        return new DeviceModelId(NamedId.of("device-model", tenant.value(), manufacturer, name));
    }

    /** @throws MalformedInput if {@code text} is no UUID */
    public static DeviceModelId parse(String text) {
        try {
            return new DeviceModelId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("deviceModel", "is not an id: " + text);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
