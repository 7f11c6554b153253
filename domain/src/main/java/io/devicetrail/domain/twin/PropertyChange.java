package io.devicetrail.domain.twin;

import org.jspecify.annotations.Nullable;

/**
 * One property before and after, in the type of the model.
 *
 * @param from null where it had no value
 * @param to null where it has none now
 * @param unit as the model printed it at that time; null if it has none, or does not define the property any more
 */
public record PropertyChange(
        String name,
        @Nullable Object from,
        @Nullable Object to,
        @Nullable String unit) {}
