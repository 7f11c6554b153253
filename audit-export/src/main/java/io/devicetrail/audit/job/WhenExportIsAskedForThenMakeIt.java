package io.devicetrail.audit.job;

import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobCancelled;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobFailed;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRemoved;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.shared.Metadata;
import java.io.IOException;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.springframework.stereotype.Component;

/**
 * Puts what is asked for in the queue, and takes out what is over. Read a second time it changes nothing; read from the
 * beginning, in a home that has lost its folder, it makes again what is not over.
 */
@Component
@ProcessingGroup("export-jobs")
class WhenExportIsAskedForThenMakeIt {
    private final ExportJobs jobs;

    WhenExportIsAskedForThenMakeIt(ExportJobs jobs) {
        this.jobs = jobs;
    }

    @EventHandler
    void on(ExportJobRequested request, TrackingToken token, @Timestamp Instant at, MetaData who) throws IOException {
        jobs.take(new ExportOrder(
                request,
                token.position().orElseThrow(),
                at,
                String.valueOf(who.get(Metadata.ACTOR_NAME)),
                String.valueOf(who.get(Metadata.ACTOR_ID)),
                String.valueOf(who.get(Metadata.REASON))));
    }

    @EventHandler
    void on(ExportJobMade made) throws IOException {
        jobs.leave(made.job());
    }

    @EventHandler
    void on(ExportJobCancelled over) throws IOException {
        jobs.drop(over.job());
    }

    @EventHandler
    void on(ExportJobFailed over) throws IOException {
        jobs.drop(over.job());
    }

    @EventHandler
    void on(ExportJobRemoved over) throws IOException {
        jobs.drop(over.job());
    }
}
