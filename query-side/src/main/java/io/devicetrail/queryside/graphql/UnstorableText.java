package io.devicetrail.queryside.graphql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text within an argument that PostgreSQL does not hold.
 *
 * @param path the names that lead to it, outermost first
 */
record UnstorableText(List<String> path) {
    static final String PROBLEM = "holds a NUL character or half a surrogate pair, which is no text";

    /** The first one in {@code value}, be it a text, a list or an object of any depth; null if there is none. */
    static @Nullable UnstorableText in(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return unstorable(text) ? new UnstorableText(List.of(name)) : null;
        }
        if (value instanceof Collection<?> list) {
            return first(list.stream().map(element -> in(name, element)));
        }
        if (value instanceof Map<?, ?> object) {
            return first(object.entrySet().stream().map(field -> inField(name, field)));
        }
        return null;
    }

    String name() {
        return String.join(".", path);
    }

    /** Seen from inside of {@code outer}. */
    UnstorableText without(String outer) {
        return path.size() > 1 && path.getFirst().equals(outer)
                ? new UnstorableText(path.subList(1, path.size()))
                : this;
    }

    /** The names in a JSON object are the caller's own texts too. */
    private static @Nullable UnstorableText inField(String name, Map.Entry<?, ?> field) {
        String inner = String.valueOf(field.getKey());
        if (unstorable(inner)) {
            return new UnstorableText(List.of(name));
        }
        UnstorableText found = in(inner, field.getValue());
        return found == null ? null : found.inside(name);
    }

    private UnstorableText inside(String outer) {
        List<String> longer = new ArrayList<>(path);
        longer.addFirst(outer);
        return new UnstorableText(List.copyOf(longer));
    }

    private static @Nullable UnstorableText first(Stream<@Nullable UnstorableText> found) {
        return found.filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Only the halves of a torn surrogate pair are code points of their own. */
    private static boolean unstorable(String text) {
        return text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
