package io.devicetrail.edge.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One value as the machine gave it.
 *
 * @param value a JSON scalar (Boolean, Number, String); null only with quality BAD
 * @param at the source's own time; null when the protocol has none, then the reading's time counts
 * @param status why the quality is not GOOD, in the protocol's own words
 */
public record ReadValue(
        String name,
        @Nullable Object value,
        Quality quality,
        @Nullable Instant at,
        @Nullable String unit,
        @Nullable String status) {

    public ReadValue {
        if (value == null && quality != Quality.BAD) {
            throw new IllegalArgumentException(name + ": only a BAD value may be missing");
        }
    }

    public static ReadValue missing(String name, @Nullable Instant at, @Nullable String unit, String status) {
        return new ReadValue(name, null, Quality.BAD, at, unit, status);
    }
}
