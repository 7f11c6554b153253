package io.devicetrail.domain.connectivity;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** The connectivity record of one device: beside the device, not in it. */
public record ConnectivityId(@JsonValue UUID value) {
    public static ConnectivityId of(DeviceId device) {
        return new ConnectivityId(NamedId.of("connectivity", device.toString()));
    }

    /** @throws MalformedInput if {@code text} is no UUID */
    public static ConnectivityId parse(String text) {
        try {
            return new ConnectivityId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("connectivity", "is not an id: " + text);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
