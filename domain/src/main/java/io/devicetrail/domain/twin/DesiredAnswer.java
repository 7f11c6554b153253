package io.devicetrail.domain.twin;

import io.devicetrail.domain.shared.MalformedInput;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about a version of its desired properties.
 *
 * @param version that it speaks of
 * @param applied whether it has taken it over; else it will not
 * @param code the device's own, of a refusal
 * @param detail for a person
 */
public record DesiredAnswer(
        int version,
        boolean applied,
        @Nullable String code,
        @Nullable String detail) {
    /** Longest code or detail kept, in characters; the rest is cut, as a device's answer must not be lost. */
    public static final int LONGEST_DETAIL = 2_000;

    public DesiredAnswer {
        if (version < 1) {
            throw new MalformedInput("desiredVersion", "must be at least 1");
        }
        code = cut(code);
        detail = cut(detail);
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
    }
}
