package io.devicetrail.ingress.telemetry;

import io.devicetrail.domain.device.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that fits its model, ready to be stored. {@code units} are those of its values, in their order. */
public record StoredTelemetry(
        DeviceId device, TelemetryMessage message, List<@Nullable String> units, Instant receivedAt) {
    /** What makes a message the same message. */
    record Key(DeviceId device, String boot, long seq) {}

    /** What counts one run of sequence numbers. */
    record Stream(DeviceId device, String boot) {}

    Key key() {
        return new Key(device, message.boot(), message.seq());
    }

    Stream stream() {
        return new Stream(device, message.boot());
    }
}
