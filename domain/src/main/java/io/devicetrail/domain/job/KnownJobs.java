package io.devicetrail.domain.job;

import io.devicetrail.domain.job.JobEvent.JobCreated;
import java.util.Optional;

/** Tells of jobs as the log does now: no copy that is yet to catch up. */
public interface KnownJobs {
    /** The draft that made the job. */
    Optional<JobCreated> job(JobId job);
}
