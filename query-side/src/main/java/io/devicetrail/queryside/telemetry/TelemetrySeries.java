package io.devicetrail.queryside.telemetry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values over time: each on its own, or one point per interval. */
record TelemetrySeries(boolean downsampled, @Nullable Double intervalSeconds, List<TelemetryPoint> points) {
    record TelemetryPoint(
            Instant at,
            @Nullable Double mean,
            @Nullable Double minimum,
            @Nullable Double maximum,
            @Nullable Object last,
            int count,
            int good) {}
}
