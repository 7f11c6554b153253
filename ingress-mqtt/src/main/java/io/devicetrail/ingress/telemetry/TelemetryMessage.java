package io.devicetrail.ingress.telemetry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A telemetry message as the device meant it, before its model is asked.
 *
 * @param boot names the run of the device that counts {@code seq}
 * @param seq from 0, one more per message
 */
public record TelemetryMessage(String boot, long seq, List<TelemetryValue> values) {

    /**
     * One value.
     *
     * @param value in Java's own type, or a JSON node where Java has none; null is "no value"
     * @param json the value as JSON text; null is "no value"
     * @param measuredAt by the device's clock, in microseconds
     */
    public record TelemetryValue(
            String name, @Nullable Object value, @Nullable String json, Quality quality, Instant measuredAt) {}
}
