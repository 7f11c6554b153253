package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/**
 * An event as the ledger holds it: RFC 8785 canonical JSON of the whole stored row. 64-bit integers are strings, as
 * RFC 8785's numbers are IEEE doubles. Payload and metadata stand there twice: as JSON, to be read, and by the SHA-256
 * of their stored bytes, so that a change which canonicalising would hide (a digit beyond 2^53, a space) is seen too.
 *
 * @param bytes the entry, at most 65,535 bytes
 * @param body the canonical JSON itself where it is longer than that; the entry then holds its hash
 */
public record LedgerEntry(byte[] bytes, byte @Nullable [] body) {
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern BY_HASH =
            Pattern.compile("\\{\"body\":\\{\"bytes\":[0-9]+,\"sha256\":\"([0-9a-f]{64})\"},\"index\":\"[0-9]+\"}");
    /** Canonicalising recurses: what the application writes is never deeper, and must not cost a thread its stack. */
    private static final int DEEPEST = 500;

    private static final String HEX = "0123456789abcdef";

    public static LedgerEntry of(LogRow row) {
        return of(row.index(), json(row).getBytes(StandardCharsets.UTF_8));
    }

    /** @param whole the canonical JSON of the whole row, however long */
    public static LedgerEntry of(long index, byte[] whole) {
        if (whole.length <= EntryBundle.LONGEST) {
            return new LedgerEntry(whole, null);
        }
        String byHash = "{\"body\":{\"bytes\":" + whole.length + ",\"sha256\":\"" + sha256(whole) + "\"},\"index\":\""
                + index + "\"}";
        return new LedgerEntry(byHash.getBytes(StandardCharsets.UTF_8), whole);
    }

    public TreeHash leaf() {
        return TreeHash.leaf(bytes);
    }

    /** The path of the body that an entry stands for by its hash; empty for an entry that is the event itself. */
    public static Optional<String> bodyPathIn(byte[] entry) {
        Matcher matcher = BY_HASH.matcher(new String(entry, StandardCharsets.UTF_8));
        return matcher.matches() ? Optional.of("body/" + matcher.group(1)) : Optional.empty();
    }

    /** Where the body lies, relative to the log's prefix. */
    public static String bodyPath(byte[] body) {
        return "body/" + sha256(body);
    }

    /** The names in the order RFC 8785, section 3.2.3, sorts them. */
    private static String json(LogRow row) {
        StringBuilder json = new StringBuilder(512 + row.payload().length + row.metadata().length);
        json.append("{\"aggregateId\":");
        quoted(json, row.aggregateId());
        if (row.aggregateType() != null) {
            json.append(",\"aggregateType\":");
            quoted(json, row.aggregateType());
        }
        json.append(",\"commandId\":");
        quoted(json, row.commandId());
        json.append(",\"commandOrdinal\":").append(row.commandOrdinal()).append(",\"eventId\":");
        quoted(json, row.eventId());
        json.append(",\"index\":\"").append(row.index()).append('"');
        stored(json, "metadata", row.metadata());
        json.append(",\"name\":");
        quoted(json, row.name());
        stored(json, "payload", row.payload());
        json.append(",\"recordedAt\":\"")
                .append(MICROSECONDS.format(row.recordedAt()))
                .append("\",\"revision\":")
                .append(row.revision())
                .append(",\"sequence\":\"")
                .append(row.sequence())
                .append("\"}");
        return json.toString();
    }

    /** What cannot be canonicalised still has its place in the ledger: as base64 of what is stored. */
    private static void stored(StringBuilder json, String name, byte[] bytes) {
        String canonical = canonical(bytes);
        json.append(",\"").append(name);
        if (canonical == null) {
            json.append("Base64\":\"")
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append('"');
        } else {
            json.append("\":").append(canonical);
        }
        json.append(",\"")
                .append(name)
                .append("Sha256\":\"")
                .append(sha256(bytes))
                .append('"');
    }

    private static @Nullable String canonical(byte[] bytes) {
        if (isNestedTooDeeply(bytes)) {
            return null;
        }
        try {
            return new JsonCanonicalizer(bytes).getEncodedString();
        } catch (IOException | RuntimeException notJson) {
            return null;
        }
    }

    /** As far as the bytes are JSON; where they are none, canonicalising ends as well. */
    private static boolean isNestedTooDeeply(byte[] bytes) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < bytes.length; i++) {
            switch (bytes[i]) {
                case '"' -> inString = !inString;
                case '\\' -> i += inString ? 1 : 0;
                case '[', '{' -> depth += inString ? 0 : 1;
                case ']', '}' -> depth -= inString ? 0 : 1;
                default -> {}
            }
            if (depth > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    /** RFC 8785, section 3.2.2.2. */
    private static void quoted(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < ' ') {
                        json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
