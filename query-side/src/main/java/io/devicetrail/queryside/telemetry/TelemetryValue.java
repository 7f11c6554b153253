package io.devicetrail.queryside.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One measured value, in its own JSON type. */
record TelemetryValue(
        String name,
        @Nullable Object value,
        @Nullable String unit,
        String quality,
        Instant measuredAt,
        Instant receivedAt) {}
