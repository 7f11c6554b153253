package io.devicetrail.commandside.signature;

import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordContents.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stored JSON, one line for each value: for a person to read, and no longer than they can. */
final class ToldFields {
    private final List<Field> told = new ArrayList<>();
    private int omitted;

    List<Field> told() {
        return List.copyOf(told);
    }

    int omitted() {
        return omitted;
    }

    /** @param name empty for the whole */
    void add(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> fields && !fields.isEmpty()) {
            fields.forEach((field, inner) -> add(name.isEmpty() ? String.valueOf(field) : name + "." + field, inner));
        } else if (value instanceof List<?> values && !values.isEmpty()) {
            for (int i = 0; i < values.size(); i++) {
                add(name + "[" + i + "]", values.get(i));
            }
        } else {
            addValue(name, String.valueOf(value));
        }
    }

    private void addValue(String name, String value) {
        if (told.size() == RecordContents.MOST_FIELDS) {
            omitted++;
            return;
        }
        boolean cut = value.length() > RecordContents.LONGEST_VALUE;
        told.add(new Field(shortened(name), shortened(value), cut));
    }

    static String shortened(String text) {
        return visible(
                text.length() > RecordContents.LONGEST_VALUE ? text.substring(0, RecordContents.LONGEST_VALUE) : text);
    }

    /** What turns the direction of a text, or is not seen at all, would show the reader something else. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isUnseen(c)) {
                visible.append("\\u{").append(Integer.toHexString(c)).append('}');
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
