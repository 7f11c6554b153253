package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentEvent;
import java.util.ArrayList;
import java.util.List;

/** Reads incidents; they belong to the device, or to the site, that they are about. */
final class IncidentReading {
    private IncidentReading() {}

    static AuditedRecord recordOf(IncidentEvent event) {
        DeviceId device = event.subject().device();
        return device != null
                ? new AuditedRecord("device", device.toString())
                : new AuditedRecord("site", event.subject().id());
    }

    static List<FieldChange> changesOf(IncidentEvent event) {
        String field = "incident " + event.incident() + ":" + event.number();
        return switch (event) {
            case IncidentEvent.IncidentOpened e -> opened(field, e);
            case IncidentEvent.IncidentRecurred e ->
                List.of(
                        FieldChange.of(field + " causes", e.fromCauses(), e.toCauses()),
                        FieldChange.of(field + " evidence", null, e.evidence()));
            case IncidentEvent.IncidentClosed e ->
                List.of(FieldChange.of(field, "OPEN", "CLOSED"), FieldChange.of(field + " closed for", null, e.why()));
            case IncidentEvent.IncidentAcknowledged e ->
                List.of(FieldChange.of(field + " acknowledged", "false", "true"));
            case IncidentEvent.IncidentNoted e -> List.of(FieldChange.of(field + " note", null, e.note()));
        };
    }

    private static List<FieldChange> opened(String field, IncidentEvent.IncidentOpened e) {
        List<FieldChange> changes = new ArrayList<>();
        changes.add(FieldChange.of(field, null, "OPEN"));
        changes.add(FieldChange.of(field + " kind", null, e.kind()));
        if (!e.matter().isEmpty()) {
            changes.add(FieldChange.of(field + " matter", null, e.matter()));
        }
        changes.add(FieldChange.of(field + " since", null, e.since()));
        e.evidence().forEach((name, value) -> changes.add(FieldChange.of(field + " " + name, null, value)));
        return changes;
    }
}
