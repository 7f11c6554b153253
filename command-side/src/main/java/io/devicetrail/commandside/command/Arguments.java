package io.devicetrail.commandside.command;

import io.devicetrail.domain.shared.MalformedInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command's arguments: literals in a GraphQL document come as big numbers, variables as Java's own. Both become
 * what the log gives back when it is read again (int where it fits, else long; double), so that a request compares
 * equal to itself for ever.
 */
final class Arguments {
    private static final String FIELD = "arguments";

    private Arguments() {}

    static SortedMap<String, Object> of(@Nullable Object json) {
        SortedMap<String, Object> arguments = new TreeMap<>();
        if (json == null) {
            return arguments;
        }
        if (!(json instanceof Map<?, ?> object)) {
            throw new MalformedInput(FIELD, "must be a JSON object");
        }
        object.forEach((name, value) -> {
            if (value != null) {
                arguments.put(String.valueOf(name), plain(String.valueOf(name), value));
            }
        });
        return arguments;
    }

    private static Object plain(String name, Object value) {
        return switch (value) {
            case BigInteger number -> whole(name, number);
            case Long number -> whole(name, BigInteger.valueOf(number));
            case Integer number -> number;
            case BigDecimal number -> decimal(name, number.doubleValue());
            case Double number -> decimal(name, number);
            case Float number -> decimal(name, number);
            default -> value;
        };
    }

    private static Number whole(String name, BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        throw new MalformedInput(FIELD, "hold a number of more than 64 bits: " + name);
    }

    private static Double decimal(String name, double number) {
        if (!Double.isFinite(number)) {
            throw new MalformedInput(FIELD, "hold a number that is not finite: " + name);
        }
        return number;
    }
}
