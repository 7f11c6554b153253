package io.devicetrail.queryside.incidents;

import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as the log has it up to {@code position}.
 *
 * @param deviceId null for an incident of a whole site
 * @param siteId of an incident of a whole site, else null
 */
public record Incident(
        UUID record,
        int number,
        String tenant,
        IncidentKind kind,
        @Nullable String matter,
        @Nullable UUID deviceId,
        @Nullable UUID siteId,
        boolean open,
        Instant since,
        Instant openedAt,
        int causes,
        List<Evidence> evidence,
        @Nullable Instant closedAt,
        @Nullable IncidentEnd closedFor,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        List<Note> notes,
        long openedPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "Incident";

    public record Evidence(String name, String value) {}

    public record Note(String note, String by, Instant at) {}

    public String incidentId() {
        return record + ":" + number;
    }

    public String id() {
        return GlobalId.of(TYPE, incidentId());
    }
}
