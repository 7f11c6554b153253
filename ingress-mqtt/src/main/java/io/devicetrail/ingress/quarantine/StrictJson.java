package io.devicetrail.ingress.quarantine;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a device's JSON: one object, no name twice, nothing after it, no NaN. Unknown fields are left alone. */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** @throws Misfit if the bytes are not one JSON object */
    public static JsonNode object(byte[] bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new Misfit(QuarantineReason.MALFORMED_JSON, String.valueOf(e.getOriginalMessage()));
        }
        if (node == null || !node.isObject()) {
            throw new Misfit(QuarantineReason.MALFORMED_JSON, "The message is not a JSON object.");
        }
        return node;
    }

    /** The text of a field, or null if it is not there. */
    public static @Nullable String optionalText(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, field + " must be a text.");
        }
        return storable(field, node.stringValue());
    }

    /** The whole number of a field, or null if it is not there. */
    public static @Nullable Integer optionalWhole(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, field + " must be a whole number.");
        }
        return node.intValue();
    }

    /** The instant of a field, cut to microseconds, or null if it is not there. */
    public static @Nullable Instant optionalInstant(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(node.isString() ? node.stringValue() : "")
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new Misfit(
                    QuarantineReason.BAD_TIME,
                    field + " must be a time such as 2026-11-20T10:00:00.123Z but is " + node);
        }
    }

    /** A value in Java's own type, or the JSON node itself where Java has none. */
    public static Object value(String name, JsonNode content) {
        if (content.isNumber()) {
            return content.numberValue();
        }
        if (content.isBoolean()) {
            return content.booleanValue();
        }
        return content.isString() ? storable(name, content.stringValue()) : content;
    }

    /** @throws Misfit if PostgreSQL could not keep the text as it is */
    public static String storable(String field, String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new Misfit(
                    QuarantineReason.WRONG_TYPE,
                    field + " holds a NUL character or half a surrogate pair, which is no text.");
        }
        return text;
    }
}
