package io.devicetrail.commandside.job;

import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.KnownJobs;
import io.devicetrail.domain.shared.FirstEvents;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads the first event of the job's stream alone: the stream may be long, and this is asked before it is known who may ask. */
@Component
class LoggedJobs implements KnownJobs {
    private final FirstEvents events;

    LoggedJobs(FirstEvents events) {
        this.events = events;
    }

    @Override
    public Optional<JobCreated> job(JobId job) {
        return events.firstOf(job.toString())
                .filter(JobCreated.class::isInstance)
                .map(JobCreated.class::cast);
    }
}
