package io.devicetrail.domain.auditexport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a tenant's trail was asked for. What is null did not restrict.
 *
 * @param record id of the record
 * @param from earliest time of recording, inclusive
 * @param to latest time of recording, exclusive
 * @param first lowest log index, inclusive
 * @param last highest log index, inclusive
 */
public record ExportScope(
        @Nullable String record,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long first,
        @Nullable Long last) {}
