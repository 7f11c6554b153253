package io.devicetrail.queryside;

import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.incident.IncidentEvent.IncidentAcknowledged;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentNoted;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of the history, the incidents: one of the successor that is over and came again, one of a whole site. */
final class IncidentHistory {
    static final IncidentSubject SUCCESSOR = IncidentSubject.of(History.SUCCESSOR);
    static final IncidentSubject VISP = IncidentSubject.of(History.VISP);
    static final IncidentId FAILED = IncidentId.of(IncidentKind.COMMAND_FAILED, SUCCESSOR, "reboot");
    static final IncidentId MASS = IncidentId.of(IncidentKind.MASS_DISCONNECT, VISP, "");
    static final IncidentEpisode OVER = new IncidentEpisode(FAILED, 1);
    static final IncidentEpisode OPEN = new IncidentEpisode(FAILED, 2);

    private IncidentHistory() {}

    static List<IncidentEvent> events() {
        return List.of(
                opened(FAILED, History.ACME, SUCCESSOR, 1, IncidentKind.COMMAND_FAILED, "reboot"),
                new IncidentRecurred(
                        FAILED, History.ACME, SUCCESSOR, 1, 1, 2, new TreeMap<>(Map.of("state", "EXPIRED")), "second"),
                new IncidentAcknowledged(FAILED, History.ACME, SUCCESSOR, 1),
                new IncidentClosed(FAILED, History.ACME, SUCCESSOR, 1, IncidentEnd.RECOVERED, "third"),
                new IncidentNoted(FAILED, History.ACME, SUCCESSOR, 1, "Loose cable"),
                new IncidentNoted(FAILED, History.ACME, SUCCESSOR, 1, "Mended"),
                opened(FAILED, History.ACME, SUCCESSOR, 2, IncidentKind.COMMAND_FAILED, "reboot"),
                opened(MASS, History.ACME, VISP, 1, IncidentKind.MASS_DISCONNECT, ""));
    }

    static IncidentOpened opened(
            IncidentId id, TenantId tenant, IncidentSubject subject, int number, IncidentKind kind, String matter) {
        return new IncidentOpened(
                id,
                tenant,
                subject,
                number,
                kind,
                matter,
                History.HEARD,
                new TreeMap<>(Map.of("state", "FAILED", "code", "E7")),
                "cause " + number);
    }
}
