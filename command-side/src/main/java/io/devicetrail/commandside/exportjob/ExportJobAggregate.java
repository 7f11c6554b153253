package io.devicetrail.commandside.exportjob;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.exportjob.ExportJobCommand.CancelExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.CompleteExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.FailExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RemoveExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RequestExportJob;
import io.devicetrail.domain.exportjob.ExportJobEvent;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobCancelled;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobFailed;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRemoved;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportJobNotYours;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportJobOver;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportQueueFull;
import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.domain.exportjob.OpenExportJobs;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but the state is set by the request. What is told of a job that is over already comes too late, and changes nothing. */
@Aggregate(type = "exportjob")
class ExportJobAggregate {
    @AggregateIdentifier
    private @Nullable ExportJobId job;

    private ExportJobRequested request;
    /** Id of the actor. */
    private String requester = "";

    private ExportJobState state = ExportJobState.REQUESTED;

    @SuppressWarnings("NullAway.Init")
    ExportJobAggregate() {}

    /** The same request again, by its idempotency key, is no second job, whatever became of the first. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RequestExportJob c, References references, OpenExportJobs open) {
        ExportJobRequested asked = new ExportJobRequested(c.job(), c.tenant(), c.scope(), c.upTo(), c.report());
        if (job != null) {
            unless(asked.equals(request), new KeyReused());
            return;
        }
        if (!c.tenant().equals(TenantId.INSTALLATION)) {
            references.requireTenant(c.tenant());
        }
        unless(open.of(c.tenant()).hasRoom(), new ExportQueueFull());
        apply(asked);
    }

    @CommandHandler
    void handle(CancelExportJob c, @MetaDataValue(Metadata.ACTOR_ID) String actor) {
        unless(actor.equals(requester), new ExportJobNotYours());
        unless(state == ExportJobState.REQUESTED, new ExportJobOver(state));
        apply(new ExportJobCancelled(c.job(), request.tenant()));
    }

    @CommandHandler
    void handle(CompleteExportJob c) {
        if (state == ExportJobState.REQUESTED) {
            apply(new ExportJobMade(c.job(), request.tenant(), c.upTo(), c.entries(), c.files()));
        }
    }

    @CommandHandler
    void handle(FailExportJob c) {
        if (state == ExportJobState.REQUESTED) {
            apply(new ExportJobFailed(c.job(), request.tenant(), c.why()));
        }
    }

    @CommandHandler
    void handle(RemoveExportJob c) {
        if (state == ExportJobState.MADE) {
            apply(new ExportJobRemoved(c.job(), request.tenant(), c.why()));
        }
    }

    @EventSourcingHandler
    void evolve(ExportJobEvent event, @MetaDataValue(Metadata.ACTOR_ID) @Nullable String actor) {
        job = event.job();
        switch (event) {
            case ExportJobRequested e -> {
                request = e;
                requester = String.valueOf(actor);
            }
            case ExportJobMade e -> state = ExportJobState.MADE;
            case ExportJobFailed e -> state = ExportJobState.FAILED;
            case ExportJobCancelled e -> state = ExportJobState.CANCELLED;
            case ExportJobRemoved e -> state = ExportJobState.REMOVED;
        }
    }
}
