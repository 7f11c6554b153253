package io.devicetrail.commandside.job;

import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.KnownJobs;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** Reads the first event of the job's stream, which may be long. */
@Component
class LoggedJobs implements KnownJobs {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedJobs(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<JobCreated> job(JobId job) {
        return events.readEvents(job.toString(), FIRST)
                .asStream()
                .limit(1)
                .map(Message::getPayload)
                .filter(JobCreated.class::isInstance)
                .map(JobCreated.class::cast)
                .findFirst();
    }
}
