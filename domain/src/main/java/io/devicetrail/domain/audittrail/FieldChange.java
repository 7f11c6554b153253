package io.devicetrail.domain.audittrail;

import org.jspecify.annotations.Nullable;

/**
 * One field before and after.
 *
 * @param field path within the record, such as {@code tags.line}
 * @param from null where there was nothing before
 * @param to null where there is nothing now
 */
public record FieldChange(
        String field,
        @Nullable String from,
        @Nullable String to,
        @Nullable String unit) {

    static FieldChange of(String field, @Nullable Object from, @Nullable Object to) {
        return new FieldChange(field, from == null ? null : from.toString(), to == null ? null : to.toString(), null);
    }
}
