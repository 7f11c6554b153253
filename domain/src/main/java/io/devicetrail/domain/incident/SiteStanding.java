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
 * @param position log index of the last event of any of them; goes back when that one leaves the site
 * @param silent those in service that are offline or stale
 * @param flapping those in service that come and go, and of which no incident says so yet
 * @param settled devices with an incident that says what is so no more
 * @param masses how many incidents of its own the site had, the open one included
 * @param mass the one that is open; null if none is
 * @param back those in service that went silent since the mass began, and are not any more
 */
public record SiteStanding(
        SiteId site,
        int inService,
        long position,
        List<Silent> silent,
        List<Silent> flapping,
        List<Settled> settled,
        int masses,
        @Nullable Mass mass,
        List<Back> back) {

    /**
     * @param since when it went silent; that it is stale after it was offline is the same silence
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
     * @param since from when on it can be heard as it can; null if it was never heard
     */
    public record Settled(
            DeviceId device,
            IncidentKind kind,
            String matter,
            int number,
            boolean inService,
            @Nullable Instant since) {}

    /**
     * @param since from when on the first of it was silent
     * @param lastSilentAt when the last device of its last cause went silent
     * @param causes how many were counted into it, that of its opening included
     */
    public record Mass(Instant since, Instant lastSilentAt, int causes) {}

    /**
     * @param silentSince when its last silence began
     * @param since from when on it can be heard as it can
     */
    public record Back(DeviceId device, Instant silentSince, Instant since) {}
}
