package io.devicetrail.domain.devicemodel;

/** The types a contract's values may have; the names are part of stored contracts. */
public enum ValueType {
    NUMBER,
    INTEGER,
    BOOLEAN,
    TEXT;

    /** Whether a JSON value, as read by Jackson into Java's own types, is of this type. */
    public boolean accepts(Object value) {
        return switch (this) {
            case NUMBER -> value instanceof Number number && Double.isFinite(number.doubleValue());
            case INTEGER -> value instanceof Integer || value instanceof Long;
            case BOOLEAN -> value instanceof Boolean;
            case TEXT -> value instanceof String;
        };
    }
}
