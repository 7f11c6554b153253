package io.devicetrail.commandside.signature;

import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordContents.Field;
import io.devicetrail.domain.signature.VisibleText;
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
        return VisibleText.of(
                text.length() > RecordContents.LONGEST_VALUE ? text.substring(0, RecordContents.LONGEST_VALUE) : text);
    }
}
