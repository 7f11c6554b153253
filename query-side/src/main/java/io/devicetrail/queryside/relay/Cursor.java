package io.devicetrail.queryside.relay;

import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.graphql.QueryError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Where to continue: the keys of the last row seen, opaque to the client, bound to the list it came from. */
public final class Cursor {
    public static final String BAD_CURSOR = "BAD_CURSOR";

    private Cursor() {}

    public static String of(String list, Object... keys) {
        List<String> parts = new ArrayList<>();
        parts.add(list);
        for (Object key : keys) {
            parts.add(key.toString());
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(parts).getBytes(StandardCharsets.UTF_8));
    }

    /** The keys; empty for no cursor. */
    public static List<String> keys(String list, int count, @Nullable String cursor) {
        if (cursor == null) {
            return List.of();
        }
        try {
            String json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(Json.read(json, String[].class));
            if (parts.size() == count + 1 && parts.getFirst().equals(list)) {
                return parts.subList(1, parts.size());
            }
        } catch (IllegalArgumentException | NullPointerException | JacksonException e) {
            throw bad(list, e);
        }
        throw bad(list, null);
    }

    /** Like {@link #keys} where every key is a number. */
    public static List<Long> numbers(String list, int count, @Nullable String cursor) {
        try {
            return keys(list, count, cursor).stream().map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            throw bad(list, e);
        }
    }

    public static QueryError bad(String list, @Nullable Throwable cause) {
        String message = "This is no cursor of the list of " + list + "; start again without a cursor.";
        return cause == null ? new QueryError(BAD_CURSOR, message) : new QueryError(BAD_CURSOR, message, cause);
    }
}
