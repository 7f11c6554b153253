package io.devicetrail.domain.exportjob;

import org.jspecify.annotations.Nullable;

/**
 * How far a job is that is not made yet. It is not on record: after a crash it is that of the last place to go on from.
 *
 * @param eventsRead of those that have to be looked at
 * @param entries lines of the trail that were written
 * @param bytes of all files so far
 * @param waitsFor what, in words; null while it is being made
 */
public record ExportJobProgress(
        long eventsRead,
        long events,
        long entries,
        long bytes,
        @Nullable String waitsFor) {}
