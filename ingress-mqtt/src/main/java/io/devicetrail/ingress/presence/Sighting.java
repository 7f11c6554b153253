package io.devicetrail.ingress.presence;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something valid came from (or about) a device.
 *
 * @param activity {@code telemetry}, {@code presence} or {@code ack}
 * @param presence what a presence message said; null for other messages
 */
public record Sighting(
        DeviceId device,
        TenantId tenant,
        int leaseSeconds,
        Instant at,
        String activity,
        @Nullable PresenceWord presence) {}
