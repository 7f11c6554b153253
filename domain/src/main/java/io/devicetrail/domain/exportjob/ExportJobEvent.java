package io.devicetrail.domain.exportjob;

import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to export jobs. */
public sealed interface ExportJobEvent {
    ExportJobId job();

    TenantId tenant();

    /**
     * Somebody asked for a copy.
     *
     * @param upTo index of the newest event that it is to know of; null for that before this one
     * @param report whether a report for people is to be among the files
     */
    @Revision("1")
    record ExportJobRequested(
            ExportJobId job,
            TenantId tenant,
            ExportScope scope,
            @Nullable Long upTo,
            boolean report) implements ExportJobEvent {}

    /**
     * Its files can be fetched.
     *
     * @param upTo index of the newest event of the log that the copy knows of
     * @param entries lines of the trail
     */
    @Revision("1")
    record ExportJobMade(ExportJobId job, TenantId tenant, long upTo, long entries, List<ExportJobFile> files)
            implements ExportJobEvent {}

    @Revision("1")
    record ExportJobFailed(ExportJobId job, TenantId tenant, ExportJobFailure why) implements ExportJobEvent {}

    @Revision("1")
    record ExportJobCancelled(ExportJobId job, TenantId tenant) implements ExportJobEvent {}

    /** Its files were deleted. What they held is still in the log. */
    @Revision("1")
    record ExportJobRemoved(ExportJobId job, TenantId tenant, ExportJobRemoval why) implements ExportJobEvent {}
}
