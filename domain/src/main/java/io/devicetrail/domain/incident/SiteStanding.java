package io.devicetrail.domain.incident;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.SiteId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the devices of a site can be heard, beside the incidents that are open about it.
 *
 * @param inService devices of the site in service that were ever heard
 * @param position log index of the last event of any of them
 * @param silent those in service that are offline or stale
 * @param flapping those in service that come and go, and of which no incident says so yet
 * @param settled devices with an incident that says what is so no more
 * @param mass the site's own incident; null if none is open
 */
public record SiteStanding(
        SiteId site,
        int inService,
        long position,
        List<Silent> silent,
        List<Silent> flapping,
        List<Settled> settled,
        @Nullable Mass mass) {

    /**
     * @param position log index of the device's last event
     * @param known whether an incident of its own is open
     * @param told how many incidents said so of it, the open one included
     */
    public record Silent(
            DeviceId device,
            Connectivity connectivity,
            Instant since,
            Instant lastActivityAt,
            long position,
            boolean known,
            int told) {}

    /**
     * @param kind of the incident that is open
     * @param matter of it
     * @param number of it
     * @param inService whether the device is in service still
     */
    public record Settled(DeviceId device, IncidentKind kind, String matter, int number, boolean inService) {}

    /**
     * @param since from when on the first of it was silent
     * @param lastCauseAt when it was opened, or further devices were counted into it
     */
    public record Mass(Instant since, Instant lastCauseAt) {}
}
