package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report that is on record, and what it made of the device.
 *
 * @param from where the device was
 * @param said by the device, word for word
 * @param to where it is now; the same as {@code from} for what is contradictory
 * @param at when the report was received
 */
public record ReportedDevice(
        DeviceId device,
        int attempt,
        RolloutDeviceState from,
        RolloutDeviceState said,
        RolloutDeviceState to,
        ReportOutcome outcome,
        @Nullable String version,
        @Nullable String code,
        Instant at) {}
