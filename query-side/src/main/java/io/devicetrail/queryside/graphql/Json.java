package io.devicetrail.queryside.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the read models store it: keys in order, so that the same content is the same text. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** Any JSON value in Java's own types; null for null and for JSON's null. */
    public static @Nullable Object readAny(@Nullable String json) {
        return json == null ? null : MAPPER.readValue(json, Object.class);
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> readObject(String json) {
        return MAPPER.readValue(json, Map.class);
    }
}
