package io.devicetrail.audit.trail;

import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.audittrail.AuditedRecord;
import io.devicetrail.domain.audittrail.FieldChange;
import io.devicetrail.domain.correction.CorrectedEntry;
import io.devicetrail.domain.shared.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One changed field of one record: who, in which role, what, from what to what, why and when (21 CFR 11.10(e)). The
 * fields are those of the GraphQL type of the same name; what the log does not say is null, never made up.
 *
 * @param ordinal number of the entry within its event, from 0
 * @param corrects of a correction, the entry that it corrects: {@code <index>/<ordinal>}
 */
public record AuditEntry(
        long index,
        int ordinal,
        Instant recordedAt,
        @Nullable String zone,
        @Nullable String tenant,
        String recordType,
        String recordId,
        String event,
        String field,
        @Nullable String from,
        @Nullable String to,
        @Nullable String unit,
        @Nullable String actorType,
        @Nullable String actorId,
        @Nullable String actorName,
        @Nullable String actorRole,
        @Nullable String authentication,
        @Nullable String address,
        @Nullable String client,
        @Nullable String reasonCode,
        @Nullable String reason,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String commandId,
        @Nullable String corrects) {

    /** The entries of one event, in the fixed order of its fields; never empty. */
    public static List<AuditEntry> of(LoggedEvent event) {
        AuditedRecord subject = AuditReading.recordOf(event.payload());
        List<AuditEntry> entries = new ArrayList<>();
        for (FieldChange change : AuditReading.changesOf(event.payload())) {
            entries.add(entry(event, subject, entries.size(), change, event.metadata()));
        }
        return entries;
    }

    private static AuditEntry entry(
            LoggedEvent event, AuditedRecord subject, int ordinal, FieldChange change, Map<String, String> metadata) {
        CorrectedEntry corrected = AuditReading.correctedBy(event.payload());
        return new AuditEntry(
                event.index(),
                ordinal,
                event.recordedAt(),
                metadata.get(Metadata.ZONE),
                metadata.get(Metadata.TENANT),
                subject.type(),
                subject.id(),
                event.name(),
                change.field(),
                change.from(),
                change.to(),
                change.unit(),
                metadata.get(Metadata.ACTOR_TYPE),
                metadata.get(Metadata.ACTOR_ID),
                metadata.get(Metadata.ACTOR_NAME),
                metadata.get(Metadata.ACTOR_ROLE),
                metadata.get(Metadata.AUTHENTICATION),
                metadata.get(Metadata.ADDRESS),
                metadata.get(Metadata.CLIENT),
                metadata.get(Metadata.REASON_CODE),
                metadata.get(Metadata.REASON),
                metadata.get(Metadata.CORRELATION_ID),
                metadata.get(Metadata.CAUSATION_ID),
                metadata.get(Metadata.COMMAND_ID),
                corrected == null ? null : corrected.toString());
    }
}
