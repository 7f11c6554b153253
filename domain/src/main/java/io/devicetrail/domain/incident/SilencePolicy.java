package io.devicetrail.domain.incident;

import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.SiteStanding.Mass;
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
import java.util.stream.Stream;

/**
 * Decides which incidents silence is worth: one for each device, or one for the site where too many went silent
 * together. Depends on the standing alone; told to somebody who has done it already, it changes nothing.
 *
 * @param devices fewer than so many are never a mass
 * @param percent of the site's devices in service that make a mass, which is over when neither is so any more
 * @param mostAlone so many are a mass whatever their share
 * @param window within which they went silent, and after a mass was told within which further ones are of it
 */
public record SilencePolicy(int devices, int percent, int mostAlone, Duration window) {
    public static final SilencePolicy DEFAULT = new SilencePolicy(20, 20, 100, Duration.ofMinutes(5));

    private static final int WHOLE = 100;

    public List<IncidentCommand> decide(TenantId tenant, SiteStanding standing) {
        List<IncidentCommand> steps = new ArrayList<>();
        standing.settled().forEach(settled -> steps.add(close(settled)));
        standing.flapping().forEach(device -> steps.add(alone(tenant, IncidentKind.DEVICE_FLAPPING, device)));
        Mass mass = standing.mass();
        if (mass == null) {
            alone(tenant, standing, beginning(tenant, standing, steps), steps);
        } else {
            alone(tenant, standing, lasting(tenant, standing, mass, steps), steps);
        }
        return steps;
    }

    /**
     * Those that went silent about when the last one did, told or not: a line that is cut is seen of some devices
     * sooner than of others.
     *
     * @return those that are of the site's incident
     */
    private List<Silent> beginning(TenantId tenant, SiteStanding standing, List<IncidentCommand> steps) {
        List<Silent> together = together(standing.silent());
        if (!isMass(together, standing)) {
            return List.of();
        }
        steps.add(mass(tenant, standing, together));
        return together;
    }

    /** Only those that went silent about when its causes did: the site's incident does not hide a later one. */
    private List<Silent> lasting(TenantId tenant, SiteStanding standing, Mass mass, List<IncidentCommand> steps) {
        Instant until = mass.lastCauseAt().plus(window);
        List<Silent> left = standing.silent().stream()
                .filter(device -> !device.since().isBefore(mass.since())
                        && !device.since().isAfter(until))
                .toList();
        if (!isMass(left, standing)) {
            steps.add(massOver(standing, left));
            return List.of();
        }
        List<Silent> again = together(standing.silent().stream()
                .filter(device -> device.since().isAfter(until))
                .toList());
        if (!isMass(again, standing)) {
            return left;
        }
        steps.add(mass(tenant, standing, again));
        return Stream.concat(left.stream(), again.stream()).toList();
    }

    private static void alone(
            TenantId tenant, SiteStanding standing, List<Silent> ofTheSite, List<IncidentCommand> steps) {
        ofTheSite.stream().filter(Silent::known).forEach(device -> steps.add(takenOver(device)));
        without(standing.silent(), ofTheSite).stream()
                .filter(device -> !device.known())
                .forEach(device -> steps.add(alone(tenant, IncidentKind.DEVICE_OFFLINE, device)));
    }

    private boolean isMass(List<Silent> together, SiteStanding standing) {
        int silent = together.size();
        return silent >= devices
                && (silent >= mostAlone || (long) silent * WHOLE >= (long) percent * standing.inService());
    }

    private List<Silent> together(List<Silent> silent) {
        Instant from = silent.stream()
                .map(Silent::since)
                .max(Comparator.naturalOrder())
                .map(last -> last.minus(window))
                .orElse(Instant.MAX);
        return silent.stream().filter(device -> !device.since().isBefore(from)).toList();
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
                "end of the site's: " + causeOf(standing));
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
                // One that the site's took over is told again at the same position, where it stays silent.
                "device at " + device.position() + ", after " + device.told());
    }

    private static CloseIncident takenOver(Silent device) {
        return new CloseIncident(
                IncidentId.of(IncidentKind.DEVICE_OFFLINE, IncidentSubject.of(device.device()), ""),
                IncidentEnd.TAKEN_OVER,
                endOf(device.told()));
    }

    private static CloseIncident close(Settled settled) {
        return new CloseIncident(
                IncidentId.of(settled.kind(), IncidentSubject.of(settled.device()), settled.matter()),
                settled.inService() ? IncidentEnd.RECOVERED : IncidentEnd.OUT_OF_SERVICE,
                endOf(settled.number()));
    }

    private static String endOf(int number) {
        return "end of " + number;
    }
}
