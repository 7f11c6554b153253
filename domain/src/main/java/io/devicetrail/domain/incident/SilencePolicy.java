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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides which incidents silence is worth: one for each device, or one for the site where too many went silent
 * together. Depends on the standing and the time alone; told to somebody who has done it already, it changes nothing.
 *
 * @param devices fewer than so many are never a mass
 * @param percent of the site's devices in service that make a mass, which is over when neither is so any more
 * @param mostAlone so many are a mass whatever their share
 * @param window within which they went silent, and after the last of a mass within which further ones are of it
 */
public record SilencePolicy(int devices, int percent, int mostAlone, Duration window) {
    public static final SilencePolicy DEFAULT = new SilencePolicy(20, 20, 100, Duration.ofMinutes(5));

    /** In the evidence of a mass: when the last of those that it counts went silent. */
    public static final String LAST_SILENT_AT = "lastSilentAt";

    private static final int WHOLE = 100;

    public List<IncidentCommand> decide(TenantId tenant, SiteStanding standing, Settling settling) {
        List<IncidentCommand> steps = new ArrayList<>();
        standing.settled().stream().filter(settling::isOver).forEach(settled -> steps.add(close(settled)));
        standing.flapping().forEach(device -> steps.add(alone(tenant, IncidentKind.DEVICE_FLAPPING, device)));
        List<Silent> rest = new ArrayList<>(standing.silent());
        rest.sort(Comparator.comparing(Silent::since));
        int causes = lasting(standing, settling, rest, steps);
        beginning(tenant, standing, settling, causes, rest, steps);
        rest.stream()
                .filter(device -> !device.known() && settling.isOver(device))
                .forEach(device -> steps.add(alone(tenant, IncidentKind.DEVICE_OFFLINE, device)));
        return steps;
    }

    /**
     * Only those that went silent about when its causes did: the site's incident does not hide a later one. It lasts
     * while those that came back a moment ago may be gone again in the next.
     *
     * @param rest loses those that are of the site's incident
     * @return how many causes are counted into the site's incident; none if it is over, or never was
     */
    private int lasting(SiteStanding standing, Settling settling, List<Silent> rest, List<IncidentCommand> steps) {
        Mass mass = standing.mass();
        if (mass == null) {
            return 0;
        }
        List<Silent> left =
                rest.stream().filter(device -> isOf(mass, device.since())).toList();
        long justBack = standing.back().stream()
                .filter(device -> isOf(mass, device.silentSince()) && !settling.isOver(device))
                .count();
        if (!isMass(left.size() + justBack, standing)) {
            steps.add(massOver(standing, left));
            return 0;
        }
        takeOver(left, steps);
        rest.removeAll(new HashSet<>(left));
        return mass.causes();
    }

    private boolean isOf(Mass mass, Instant since) {
        return !since.isBefore(mass.since())
                && !since.isAfter(mass.lastSilentAt().plus(window));
    }

    /**
     * Those that went silent together, told or not: a line that is cut is seen of some devices sooner than of others.
     * The earliest that are a mass come first, so that the incident says when it began. A mass that is one by devices
     * of which it is too early to speak waits for them, and a further one waits until the first is on record; the
     * devices of either wait with it.
     *
     * @param causes how many the site's incident has; none if it is to be opened
     * @param rest in the order in which they went silent; loses those that are of a mass
     */
    private void beginning(
            TenantId tenant,
            SiteStanding standing,
            Settling settling,
            int causes,
            List<Silent> rest,
            List<IncidentCommand> steps) {
        boolean told = false;
        List<Silent> together = together(rest, standing);
        while (!together.isEmpty()) {
            if (!told && isMass(together.stream().filter(settling::isOver).count(), standing)) {
                told = true;
                steps.add(mass(tenant, standing, causes, together));
                takeOver(together, steps);
            }
            rest.removeAll(new HashSet<>(together));
            together = together(rest, standing);
        }
    }

    /** The earliest that are a mass within the window; empty if none are. */
    private List<Silent> together(List<Silent> silent, SiteStanding standing) {
        int end = 0;
        for (int first = 0; first < silent.size(); first++) {
            Instant until = silent.get(first).since().plus(window);
            while (end < silent.size() && !silent.get(end).since().isAfter(until)) {
                end++;
            }
            if (isMass(end - first, standing)) {
                return List.copyOf(silent.subList(first, end));
            }
        }
        return List.of();
    }

    private boolean isMass(long silent, SiteStanding standing) {
        return silent >= devices && (silent >= mostAlone || silent * WHOLE >= (long) percent * standing.inService());
    }

    private static void takeOver(List<Silent> ofTheSite, List<IncidentCommand> steps) {
        ofTheSite.stream().filter(Silent::known).forEach(device -> steps.add(takenOver(device)));
    }

    private static OpenIncident mass(TenantId tenant, SiteStanding standing, int causes, List<Silent> together) {
        // The position alone may come again, when devices leave the site.
        int number = causes == 0 ? standing.masses() + 1 : standing.masses();
        return OpenIncident.of(
                tenant,
                IncidentKind.MASS_DISCONNECT,
                IncidentSubject.of(standing.site()),
                "",
                together.getFirst().since(),
                new TreeMap<>(Map.of(
                        "silentDevices",
                        Integer.toString(together.size()),
                        "devicesInService",
                        Integer.toString(standing.inService()),
                        LAST_SILENT_AT,
                        together.getLast().since().toString())),
                "site at " + standing.position() + ", cause " + (causes + 1) + " of " + number);
    }

    private static CloseIncident massOver(SiteStanding standing, List<Silent> left) {
        return new CloseIncident(
                IncidentId.of(IncidentKind.MASS_DISCONNECT, IncidentSubject.of(standing.site()), ""),
                left.isEmpty() ? IncidentEnd.RECOVERED : IncidentEnd.TAKEN_OVER,
                endOf(standing.masses()));
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
