package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of an entry in a copy, in their order. Programs rely on the order and the names: only append. */
enum AuditColumn {
    INDEX("index", e -> Long.toString(e.index())),
    ORDINAL("ordinal", e -> Integer.toString(e.ordinal())),
    RECORDED_AT("recordedAt", e -> utcMicroseconds(e.recordedAt())),
    ZONE("zone", AuditEntry::zone),
    TENANT("tenant", AuditEntry::tenant),
    RECORD_TYPE("recordType", AuditEntry::recordType),
    RECORD_ID("recordId", AuditEntry::recordId),
    EVENT("event", AuditEntry::event),
    FIELD("field", AuditEntry::field),
    FROM("from", AuditEntry::from),
    TO("to", AuditEntry::to),
    UNIT("unit", AuditEntry::unit),
    ACTOR_TYPE("actorType", AuditEntry::actorType),
    ACTOR_ID("actorId", AuditEntry::actorId),
    ACTOR_NAME("actorName", AuditEntry::actorName),
    ACTOR_ROLE("actorRole", AuditEntry::actorRole),
    AUTHENTICATION("authentication", AuditEntry::authentication),
    ADDRESS("address", AuditEntry::address),
    CLIENT("client", AuditEntry::client),
    REASON_CODE("reasonCode", AuditEntry::reasonCode),
    REASON("reason", AuditEntry::reason),
    CORRELATION_ID("correlationId", AuditEntry::correlationId),
    CAUSATION_ID("causationId", AuditEntry::causationId),
    COMMAND_ID("commandId", AuditEntry::commandId),
    CORRECTS("corrects", AuditEntry::corrects);

    private static final DateTimeFormatter UTC_MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String title;
    private final Reading reading;

    AuditColumn(String title, Reading reading) {
        this.title = title;
        this.reading = reading;
    }

    String title() {
        return title;
    }

    /** The entry's value as text; null if it has none. */
    @Nullable String of(AuditEntry entry) {
        return reading.apply(entry);
    }

    static String utcMicroseconds(Instant instant) {
        return UTC_MICROSECONDS.format(instant);
    }

    private interface Reading {
        @Nullable String apply(AuditEntry entry);
    }
}
