package io.devicetrail.audit.job;

import io.devicetrail.domain.exportjob.OpenExportJobs;
import java.time.Duration;

/**
 * How much export jobs may take. One is made at a time, the one that was asked for first.
 *
 * @param mostWaitingOfTenant jobs of a tenant that wait or are being made; the next one fails. No more than half of it may
 *     be asked for ({@link OpenExportJobs}): so many can overtake the count only while nothing is projected
 * @param mostWaiting the same of all tenants
 * @param largest bytes of a job's files
 * @param leastFree bytes on the disk below which none is begun, nor gone on with
 * @param mostKeptOfTenant made jobs of a tenant whose files are kept; of more the oldest go
 * @param kept for how long
 * @param mostTries of one that cannot be made for want of the log or the disk; then it fails
 */
public record ExportJobLimits(
        int mostWaitingOfTenant,
        int mostWaiting,
        long largest,
        long leastFree,
        int mostKeptOfTenant,
        Duration kept,
        int mostTries,
        Duration betweenTries) {
    private static final long GIB = 1L << 30;
    /** What the log and everything else may write while a job is between two looks at the disk, and long after it. */
    private static final long MARGIN = 3 * GIB;

    /**
     * Ten hours of tries, at which somebody has seen that the log is away.
     *
     * @param leastToStart bytes on the disk below which the platform does not start: jobs never take it there
     */
    public static ExportJobLimits beside(long leastToStart) {
        return new ExportJobLimits(
                2 * OpenExportJobs.MOST_OF_TENANT,
                2 * OpenExportJobs.MOST,
                20 * GIB,
                leastToStart + MARGIN,
                20,
                Duration.ofDays(7),
                600,
                Duration.ofMinutes(1));
    }
}
