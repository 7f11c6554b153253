package io.devicetrail.domain.twin;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** The twin of one device: beside the device, not in it. */
public record TwinId(@JsonValue UUID value) {
    public static TwinId of(DeviceId device) {
        return new TwinId(NamedId.of("twin", device.toString()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
