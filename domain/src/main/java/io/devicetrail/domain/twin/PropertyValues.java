package io.devicetrail.domain.twin;

import io.devicetrail.domain.devicemodel.ValueType;

/**
 * One form for one value: what the log gives back when it is read again (numbers as doubles, whole numbers as int where
 * they fit, else long), so that a value compares equal to itself for ever, however it was spelt.
 */
public final class PropertyValues {
    private PropertyValues() {}

    /** @param value one that the type accepts */
    public static Object canonical(ValueType type, Object value) {
        return switch (type) {
            case NUMBER -> ((Number) value).doubleValue() + 0.0; // there is one zero
            case INTEGER -> whole(((Number) value).longValue());
            case BOOLEAN, TEXT -> value;
        };
    }

    private static Object whole(long number) {
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }
}
