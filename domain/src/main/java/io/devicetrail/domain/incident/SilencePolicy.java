package io.devicetrail.domain.incident;

import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.SiteStanding.Settled;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which incidents silence is worth: one for each device, or one for the site where too many went silent
 * together. Depends on the standing alone; told to somebody who has done it already, it changes nothing.
 *
 * @param devices fewer than so many are never a mass, and a mass is over when fewer are left
 * @param percent of the site's devices in service that make a mass
 * @param mostAlone so many are a mass whatever their share
 * @param window within which they went silent
 */
public record SilencePolicy(int devices, int percent, int mostAlone, Duration window) {
    public static final SilencePolicy DEFAULT = new SilencePolicy(20, 20, 100, Duration.ofMinutes(5));

    private static final int WHOLE = 100;

    public List<IncidentCommand> decide(TenantId tenant, SiteStanding standing) {
        List<IncidentCommand> steps = new ArrayList<>();
        standing.settled().forEach(settled -> steps.add(close(settled)));
        standing.flapping().forEach(device -> steps.add(alone(tenant, IncidentKind.DEVICE_FLAPPING, device)));
        List<Silent> untold =
                standing.silent().stream().filter(device -> !device.known()).toList();
        List<Silent> together = together(untold, standing.massSince());
        if (standing.massSince() != null && together.size() >= devices) {
            untold = without(untold, together);
        } else if (standing.massSince() != null) {
            steps.add(massOver(standing, together));
        } else if (isMass(together.size(), standing.inService())) {
            steps.add(mass(tenant, standing, together));
            untold = without(untold, together);
        }
        untold.forEach(device -> steps.add(alone(tenant, IncidentKind.DEVICE_OFFLINE, device)));
        return steps;
    }

    private boolean isMass(int silent, int inService) {
        return silent >= devices && (silent >= mostAlone || (long) silent * WHOLE >= (long) percent * inService);
    }

    /** Those of the mass that is known, else those that went silent about when the last one did. */
    private List<Silent> together(List<Silent> untold, @Nullable Instant massSince) {
        Instant from = massSince != null
                ? massSince
                : untold.stream()
                        .map(Silent::since)
                        .max(Comparator.naturalOrder())
                        .map(last -> last.minus(window))
                        .orElse(Instant.MAX);
        return untold.stream().filter(device -> !device.since().isBefore(from)).toList();
    }

    private static List<Silent> without(List<Silent> all, List<Silent> some) {
        Set<Silent> left = new LinkedHashSet<>(all);
        some.forEach(left::remove);
        return List.copyOf(left);
    }

    private static OpenIncident mass(TenantId tenant, SiteStanding standing, List<Silent> together) {
        Instant since = together.stream()
                .map(Silent::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return OpenIncident.of(
                tenant,
                IncidentKind.MASS_DISCONNECT,
                IncidentSubject.of(standing.site()),
                "",
                since,
                new TreeMap<>(Map.of(
                        "silentDevices",
                        Integer.toString(together.size()),
                        "devicesInService",
                        Integer.toString(standing.inService()))),
                causeOf(standing));
    }

    private static CloseIncident massOver(SiteStanding standing, List<Silent> left) {
        return new CloseIncident(
                IncidentId.of(IncidentKind.MASS_DISCONNECT, IncidentSubject.of(standing.site()), ""),
                left.isEmpty() ? IncidentEnd.RECOVERED : IncidentEnd.TAKEN_OVER,
                causeOf(standing));
    }

    private static String causeOf(SiteStanding standing) {
        return "site at " + standing.position();
    }

    private static OpenIncident alone(TenantId tenant, IncidentKind kind, Silent device) {
        return OpenIncident.of(
                tenant,
                kind,
                IncidentSubject.of(device.device()),
                "",
                device.since(),
                new TreeMap<>(Map.of(
                        "connectivity",
                        device.connectivity().name(),
                        "lastActivityAt",
                        device.lastActivityAt().toString())),
                causeAt(device.position()));
    }

    private static CloseIncident close(Settled settled) {
        return new CloseIncident(
                IncidentId.of(settled.kind(), IncidentSubject.of(settled.device()), ""),
                settled.inService() ? IncidentEnd.RECOVERED : IncidentEnd.OUT_OF_SERVICE,
                causeAt(settled.position()));
    }

    private static String causeAt(long position) {
        return "device at " + position;
    }
}
