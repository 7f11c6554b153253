package io.devicetrail.domain.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What is hashed of a record: RFC 8785 JSON of its kind and id and of its events as stored, with the field names of the
 * ledger's entries. Index and bytes are in it as well: an event moved to another place, and a change that canonicalising
 * would hide, give another hash. docs/signatures.md shows the format to whoever recomputes it.
 */
public final class CanonicalRecord {
    private CanonicalRecord() {}

    /** The events of the stream that make the record, in order. */
    public static List<StoredEntry> eventsOf(SignableRecord record, List<StoredEntry> stream, StoredJson json) {
        return stream.stream()
                .filter(entry -> entry.stream().equals(record.stream())
                        && record.kind().mayHold(entry.name())
                        && record.kind().holds(record.id(), entry.name(), json.read(entry.payload())))
                .toList();
    }

    /** SHA-256 of the canonical form, in hexadecimal. */
    public static String hash(SignableRecord record, List<StoredEntry> events, StoredJson json) {
        return sha256(json.canonical(form(record, events).getBytes(StandardCharsets.UTF_8)));
    }

    private static String form(SignableRecord record, List<StoredEntry> events) {
        StringBuilder form = new StringBuilder("{\"record\":{\"kind\":")
                .append(quoted(record.kind().name()))
                .append(",\"id\":")
                .append(quoted(record.id()))
                .append("},\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            StoredEntry event = events.get(i);
            form.append(i == 0 ? "" : ",")
                    .append("{\"index\":")
                    .append(quoted(String.valueOf(event.index())))
                    .append(",\"name\":")
                    .append(quoted(event.name()))
                    .append(",\"payload\":")
                    .append(new String(event.payload(), StandardCharsets.UTF_8))
                    .append(",\"payloadSha256\":")
                    .append(quoted(sha256(event.payload())))
                    .append(",\"revision\":")
                    .append(event.revision())
                    .append('}');
        }
        return form.append("]}").toString();
    }

    /** Kinds, ids and stored names have no character that JSON escapes. */
    private static String quoted(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("no name of a record or an event: " + text);
        }
        return '"' + text + '"';
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
