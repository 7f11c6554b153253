package io.devicetrail.update.metadata;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fields of a JSON object that came from anywhere; what is missing or of another shape is refused by its name. */
record Fields(JsonNode node, String of) {
    /** As RFC 8785 and JavaScript count exactly, so that all clients read the same. */
    private static final long LARGEST = (1L << 53) - 1;

    /** A name that is there twice is read differently by different readers, so it is no metadata. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static Fields parse(byte[] bytes, String of) {
        try {
            return new Fields(MAPPER.readTree(bytes), of).mustBeObject();
        } catch (JacksonException notJson) {
            throw new UpdateRefused(Refusal.MALFORMED_METADATA, of + " is not JSON");
        }
    }

    private Fields mustBeObject() {
        if (!node.isObject()) {
            throw malformed("is not an object");
        }
        return this;
    }

    UpdateRefused malformed(String how) {
        return new UpdateRefused(Refusal.MALFORMED_METADATA, of + " " + how);
    }

    private JsonNode required(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw malformed("has no " + name);
        }
        return value;
    }

    boolean has(String name) {
        return node.has(name);
    }

    String text(String name) {
        JsonNode value = required(name);
        if (!value.isString()) {
            throw malformed("has a " + name + " that is no text");
        }
        return value.stringValue();
    }

    @Nullable String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    boolean flag(String name) {
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw malformed("has a " + name + " that is neither true nor false");
        }
        return value.booleanValue();
    }

    long number(String name, long least) {
        return number(name, required(name), least);
    }

    private long number(String name, JsonNode value, long least) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed("has a " + name + " that is no integer");
        }
        long number = value.longValue();
        if (number < least || number > LARGEST) {
            throw malformed("has a " + name + " below " + least + " or above " + LARGEST);
        }
        return number;
    }

    Optional<Long> optionalNumber(String name, long least) {
        return has(name) ? Optional.of(number(name, least)) : Optional.empty();
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw malformed("has a " + name + " that is no time in UTC such as 2026-11-23T08:00:00Z");
        }
    }

    Fields object(String name) {
        return new Fields(required(name), of + "." + name).mustBeObject();
    }

    /** Lower-case hexadecimal of so many bytes. */
    String hex(String name, int bytes) {
        String text = text(name);
        if (!isHex(text, bytes)) {
            throw malformed("has a " + name + " that is not " + bytes + " bytes in lower-case hexadecimal");
        }
        return text;
    }

    static boolean isHex(String text, int bytes) {
        return text.length() == 2 * bytes
                && text.chars().allMatch(each -> HexFormat.isHexDigit(each) && !Character.isUpperCase(each));
    }

    List<JsonNode> list(String name) {
        JsonNode value = required(name);
        if (!value.isArray()) {
            throw malformed("has a " + name + " that is no list");
        }
        return List.copyOf(value.values());
    }

    List<Fields> objects(String name) {
        return list(name).stream()
                .map(each -> new Fields(each, of + "." + name).mustBeObject())
                .toList();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(name)) {
            if (!each.isString()) {
                throw malformed("has in " + name + " what is no text");
            }
            texts.add(each.stringValue());
        }
        return texts;
    }

    List<Integer> numbers(String name) {
        return list(name).stream()
                .map(each -> Math.toIntExact(Math.min(number(name, each, 1), Integer.MAX_VALUE)))
                .toList();
    }

    Set<Map.Entry<String, JsonNode>> entries() {
        return node.properties();
    }
}
