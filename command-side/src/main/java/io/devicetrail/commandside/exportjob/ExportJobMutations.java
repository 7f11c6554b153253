package io.devicetrail.commandside.exportjob;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.exportjob.ExportJobInputs.CancelExportJobInput;
import io.devicetrail.commandside.exportjob.ExportJobInputs.RequestExportJobInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.exportjob.ExportJobCommand.CancelExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RequestExportJob;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobRejection.ExportJobUnknown;
import io.devicetrail.domain.exportjob.KnownExportJobs;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A copy is of a tenant's log: who asks for one has the role for the whole tenant. */
@Controller
class ExportJobMutations {
    private final CommandSender sender;
    private final KnownExportJobs jobs;
    private final LogPositions positions;

    ExportJobMutations(CommandSender sender, KnownExportJobs jobs, LogPositions positions) {
        this.sender = sender;
        this.jobs = jobs;
        this.positions = positions;
    }

    @MutationMapping
    MutationOutcome requestExportJob(@Argument RequestExportJobInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        Mutation mutation = new Mutation("requestExportJob", key, input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            requireWithinLog(input.upTo());
            RequestExportJob command = new RequestExportJob(
                    jobId(tenant, caller, key), tenant, input.scope(), input.upTo(), input.report());
            Optional<ExportJobRequested> first = key == null ? Optional.empty() : jobs.job(command.job());
            unless(first.isEmpty() || same(command, first.get()), new KeyReused());
            return addressed(command, tenant);
        });
    }

    @MutationMapping
    MutationOutcome cancelExportJob(@Argument CancelExportJobInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("cancelExportJob", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            ExportJobId job = InputIds.exportJob("job", input.job());
            TenantId tenant = jobs.job(job)
                    .orElseThrow(() -> because(new ExportJobUnknown(job)))
                    .tenant();
            return addressed(new CancelExportJob(job), tenant);
        });
    }

    private void requireWithinLog(@Nullable Long upTo) {
        long head = positions.head();
        if (upTo != null && upTo > head) {
            throw new MalformedInput("upTo", "is beyond the log, which ends at " + head + "; leave it out for all");
        }
    }

    private static boolean same(RequestExportJob command, ExportJobRequested first) {
        return new ExportJobRequested(
                        command.job(), command.tenant(), command.scope(), command.upTo(), command.report())
                .equals(first);
    }

    private static Addressed addressed(ExportJobCommand command, TenantId tenant) {
        return new Addressed(command, tenant, null, command.job().toString(), null);
    }

    private static ExportJobId jobId(TenantId tenant, Caller caller, @Nullable String key) {
        return key == null || key.isBlank()
                ? new ExportJobId(UUID.randomUUID())
                : ExportJobId.of(tenant, caller.actorId(), key.strip());
    }
}
