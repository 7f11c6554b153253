package io.devicetrail.domain.signature;

import io.devicetrail.domain.shared.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What is hashed of a record: RFC 8785 JSON of its kind and id and of its events as stored, with the field names of the
 * ledger's entries. Index and bytes are in it as well: an event moved to another place, and a change that canonicalising
 * would hide, give another hash. docs/signatures.md shows the format to whoever recomputes it.
 */
public final class CanonicalRecord {
    /** As it is signed today: with who did it, when, where and why. */
    public static final int FORM = 2;
    /** Without these; what was signed in it stays signed. */
    static final int FIRST_FORM = 1;

    /** Of an event's metadata, where they are there. */
    private static final List<String> PROVENANCE = List.of(
            Metadata.RECORDED_AT,
            Metadata.ACTOR_TYPE,
            Metadata.ACTOR_ID,
            Metadata.ACTOR_NAME,
            Metadata.ACTOR_ROLE,
            Metadata.SITE,
            Metadata.REASON,
            Metadata.REASON_CODE);

    private CanonicalRecord() {}

    /** The events of the stream that make the record, in order. */
    public static List<StoredEntry> eventsOf(SignableRecord record, List<StoredEntry> stream, StoredJson json) {
        return stream.stream()
                .filter(entry -> entry.stream().equals(record.stream())
                        && record.kind().mayHold(entry.name())
                        && record.kind().holds(record.id(), entry.name(), json.read(entry.payload())))
                .toList();
    }

    /** SHA-256 of today's canonical form, in hexadecimal. */
    public static String hash(SignableRecord record, List<StoredEntry> events, StoredJson json) {
        return hash(FORM, record, events, json);
    }

    /** @throws IllegalArgumentException if there is no such form */
    static String hash(int form, SignableRecord record, List<StoredEntry> events, StoredJson json) {
        if (form != FIRST_FORM && form != FORM) {
            throw new IllegalArgumentException("no form of a record: " + form);
        }
        StringBuilder text = new StringBuilder("{\"record\":{\"kind\":")
                .append(JsonText.of(record.kind().name()))
                .append(",\"id\":")
                .append(JsonText.of(record.id()))
                .append(form == FIRST_FORM ? "}" : "},\"form\":" + form)
                .append(",\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            text.append(i == 0 ? "{" : ",{");
            stored(text, events.get(i));
            if (form != FIRST_FORM) {
                provenance(text, json.read(events.get(i).metadata()));
            }
            text.append('}');
        }
        return sha256(json.canonical(text.append("]}").toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void stored(StringBuilder text, StoredEntry event) {
        text.append("\"index\":")
                .append(JsonText.of(String.valueOf(event.index())))
                .append(",\"name\":")
                .append(JsonText.of(event.name()))
                .append(",\"payload\":")
                .append(new String(event.payload(), StandardCharsets.UTF_8))
                .append(",\"payloadSha256\":")
                .append(JsonText.of(sha256(event.payload())))
                .append(",\"revision\":")
                .append(event.revision());
    }

    private static void provenance(StringBuilder text, Map<String, Object> metadata) {
        for (String name : PROVENANCE) {
            Object value = metadata.get(name);
            if (value != null) {
                text.append(',').append(JsonText.of(name)).append(':').append(JsonText.of(value));
            }
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
