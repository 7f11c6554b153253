package io.devicetrail.commandside.sending;

import io.devicetrail.domain.shared.MalformedInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object of an input: literals in a GraphQL document come as big numbers, variables as Java's own. Both become
 * what the log gives back when it is read again (int where it fits, else long; double), so that a request compares
 * equal to itself for ever.
 */
public final class JsonInput {
    private JsonInput() {}

    /** Names that are null are in it. */
    public static SortedMap<String, @Nullable Object> object(String field, @Nullable Object json) {
        SortedMap<String, @Nullable Object> values = new TreeMap<>();
        if (json == null) {
            return values;
        }
        if (!(json instanceof Map<?, ?> object)) {
            throw new MalformedInput(field, "must be a JSON object");
        }
        object.forEach((name, value) ->
                values.put(String.valueOf(name), value == null ? null : plain(field, String.valueOf(name), value)));
        return values;
    }

    /** Names that are null are left out. */
    public static SortedMap<String, Object> values(String field, @Nullable Object json) {
        SortedMap<String, Object> values = new TreeMap<>();
        object(field, json).forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    private static Object plain(String field, String name, Object value) {
        return switch (value) {
            case BigInteger number -> whole(field, name, number);
            case Long number -> whole(field, name, BigInteger.valueOf(number));
            case Integer number -> number;
            case BigDecimal number -> decimal(field, name, number.doubleValue());
            case Double number -> decimal(field, name, number);
            case Float number -> decimal(field, name, number);
            default -> value;
        };
    }

    private static Number whole(String field, String name, BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        throw new MalformedInput(field, "hold a number of more than 64 bits: " + name);
    }

    private static Double decimal(String field, String name, double number) {
        if (!Double.isFinite(number)) {
            throw new MalformedInput(field, "hold a number that is not finite: " + name);
        }
        return number;
    }
}
