package io.devicetrail.update.metadata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The canonical JSON that TUF signs: that of the OLPC project, not RFC 8785. Keys are sorted by code point, only quote
 * and backslash are escaped, and numbers are integers; so the bytes need not be JSON again (a line feed stands as it
 * is), and are for signing and hashing alone.
 */
public final class CanonicalJson {

    /** As UTF-8 sorts, which differs from {@link String#compareTo} beyond the basic plane. */
    private static final Comparator<String> BY_CODE_POINT = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    /** @throws UpdateRefused {@link Refusal#MALFORMED_METADATA} for a fraction, or for half a surrogate pair */
    public static byte[] of(JsonNode node) {
        CanonicalJson canonical = new CanonicalJson();
        canonical.append(node);
        return canonical.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(JsonNode node) {
        if (node.isObject()) {
            appendObject(node);
        } else if (node.isArray()) {
            appendArray(node);
        } else if (node.isString()) {
            appendString(node.stringValue());
        } else if (node.isIntegralNumber()) {
            text.append(node.bigIntegerValue());
        } else if (node.isBoolean() || node.isNull()) {
            text.append(node);
        } else {
            throw new UpdateRefused(
                    Refusal.MALFORMED_METADATA, node + " is not an integer, and no other number is signed");
        }
    }

    private void appendObject(JsonNode node) {
        List<String> names = node.propertyNames().stream().sorted(BY_CODE_POINT).toList();
        text.append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            appendString(names.get(i));
            text.append(':');
            append(node.get(names.get(i)));
        }
        text.append('}');
    }

    private void appendArray(JsonNode node) {
        text.append('[');
        Iterator<JsonNode> values = node.values().iterator();
        while (values.hasNext()) {
            append(values.next());
            if (values.hasNext()) {
                text.append(',');
            }
        }
        text.append(']');
    }

    private void appendString(String value) {
        // Two texts with different halves would become the same bytes, and one signature would be good for both.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new UpdateRefused(Refusal.MALFORMED_METADATA, "a text has half a surrogate pair");
        }
        text.append('"')
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
