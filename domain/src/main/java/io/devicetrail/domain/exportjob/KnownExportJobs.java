package io.devicetrail.domain.exportjob;

import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import java.util.Optional;

/** What the log says of export jobs, as of now. */
public interface KnownExportJobs {
    /** The request that made it. */
    Optional<ExportJobRequested> job(ExportJobId job);
}
