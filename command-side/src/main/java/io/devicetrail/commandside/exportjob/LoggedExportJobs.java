package io.devicetrail.commandside.exportjob;

import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.KnownExportJobs;
import io.devicetrail.domain.shared.FirstEvents;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads the first event of the job's own stream. */
@Component
class LoggedExportJobs implements KnownExportJobs {
    private final FirstEvents events;

    LoggedExportJobs(FirstEvents events) {
        this.events = events;
    }

    @Override
    public Optional<ExportJobRequested> job(ExportJobId job) {
        return events.firstOf(job.toString())
                .filter(ExportJobRequested.class::isInstance)
                .map(ExportJobRequested.class::cast);
    }
}
