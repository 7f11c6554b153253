package io.devicetrail.queryside.audittrail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One changed field of one record, with who, why and when. */
record AuditEntry(
        long index,
        int ordinal,
        Instant recordedAt,
        String zone,
        String tenant,
        String recordType,
        String recordId,
        String event,
        String field,
        @Nullable String from,
        @Nullable String to,
        @Nullable String unit,
        String actorType,
        String actorId,
        String actorName,
        String actorRole,
        String authentication,
        String address,
        String client,
        @Nullable String reasonCode,
        @Nullable String reason,
        String correlationId,
        String causationId,
        String commandId,
        @Nullable String corrects) {}
