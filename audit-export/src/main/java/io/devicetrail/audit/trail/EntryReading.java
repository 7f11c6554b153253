package io.devicetrail.audit.trail;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.catalogue.Upcast;
import io.devicetrail.domain.catalogue.Upcasts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as the ledger's entry of it tells, read by the rules by which the log is read: catalogue, upcasts, nothing
 * unknown accepted. So the audit trail can be made again from entries alone, without the database.
 */
public final class EntryReading {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final JsonMapper EVENTS = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    /** Numbers keep every digit they were stored with. */
    private static final JsonMapper PAYLOADS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private EntryReading() {}

    /**
     * @param entry the canonical JSON of the whole row
     * @param storedPayload the payload's bytes as they are stored, where they tell more than canonical JSON does, such as
     *     1.50; null to read what the entry has
     * @throws LogUnreadable if it is no event that this version knows, or the payload is of another
     */
    public static LoggedEvent of(byte[] entry, byte @Nullable [] storedPayload) throws LogUnreadable {
        try {
            JsonNode json = EVENTS.readTree(entry);
            if (storedPayload != null
                    && !sha256(storedPayload)
                            .equals(json.required("payloadSha256").asString())) {
                throw new LogUnreadable("the payload is not the one that the entry holds the hash of");
            }
            String name = json.required("name").asString();
            int revision = json.required("revision").asInt();
            Optional<Upcast> step = Upcasts.from(name, revision);
            byte[] payload = storedPayload != null ? storedPayload : EVENTS.writeValueAsBytes(json.required("payload"));
            while (step.isPresent()) {
                Upcast next = step.get();
                payload = PAYLOADS.writeValueAsBytes(next.change().apply(PAYLOADS.readValue(payload, OBJECT)));
                name = next.name();
                step = Upcasts.from(name, next.from() + 1);
            }
            return event(json, payload, known(name));
        } catch (JacksonException | DateTimeParseException | NumberFormatException e) {
            throw new LogUnreadable("the entry is no event that can be read: " + e.getMessage(), e);
        }
    }

    private static LoggedEvent event(JsonNode json, byte[] payload, StoredEvent stored) {
        Map<String, String> metadata = new TreeMap<>();
        json.required("metadata").properties().forEach(value -> {
            if (!value.getValue().isNull()) {
                metadata.put(value.getKey(), value.getValue().asString());
            }
        });
        return new LoggedEvent(
                Long.parseLong(json.required("index").asString()),
                stored.name(),
                Instant.parse(json.required("recordedAt").asString()),
                EVENTS.readValue(payload, stored.type()),
                metadata);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static StoredEvent known(String name) throws LogUnreadable {
        return EventCatalogue.named(name)
                .orElseThrow(() -> new LogUnreadable("the entry holds " + name + ", which this version does not know"));
    }
}
