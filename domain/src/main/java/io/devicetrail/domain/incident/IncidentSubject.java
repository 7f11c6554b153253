package io.devicetrail.domain.incident;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.SiteId;
import org.jspecify.annotations.Nullable;

/** A device, or else a site: never both, as a device's incident is where the device is at the time of looking. */
public record IncidentSubject(
        @Nullable DeviceId device, @Nullable SiteId site) {
    public static IncidentSubject of(DeviceId device) {
        return new IncidentSubject(device, null);
    }

    public static IncidentSubject of(SiteId site) {
        return new IncidentSubject(null, site);
    }

    /** The id of the one or the other. */
    public String id() {
        return device != null ? device.toString() : String.valueOf(site);
    }
}
