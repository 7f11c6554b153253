package io.devicetrail.audit.report;

import io.devicetrail.audit.trail.AuditEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An entry as its line in the machine copy tells it: what is printed is what the file holds. */
final class EntryLine {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EntryLine() {}

    static AuditEntry read(String line) {
        JsonNode json = JSON.readTree(line);
        return new AuditEntry(
                Long.parseLong(required(json, "index")),
                json.required("ordinal").asInt(),
                Instant.parse(required(json, "recordedAt")),
                text(json, "zone"),
                text(json, "tenant"),
                required(json, "recordType"),
                required(json, "recordId"),
                required(json, "event"),
                required(json, "field"),
                text(json, "from"),
                text(json, "to"),
                text(json, "unit"),
                text(json, "actorType"),
                text(json, "actorId"),
                text(json, "actorName"),
                text(json, "actorRole"),
                text(json, "authentication"),
                text(json, "address"),
                text(json, "client"),
                text(json, "reasonCode"),
                text(json, "reason"),
                text(json, "correlationId"),
                text(json, "causationId"),
                text(json, "commandId"),
                text(json, "corrects"));
    }

    private static String required(JsonNode json, String name) {
        return json.required(name).asString();
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.required(name);
        return value.isNull() ? null : value.asString();
    }
}
