package io.devicetrail.commandside.job;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.job.JobInputs.CreateJobInput;
import io.devicetrail.commandside.job.JobInputs.DecideJobInput;
import io.devicetrail.commandside.job.JobInputs.StartJobInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.job.JobCohorts;
import io.devicetrail.domain.job.JobCohorts.Cohort;
import io.devicetrail.domain.job.JobCommand;
import io.devicetrail.domain.job.JobCommand.CancelJob;
import io.devicetrail.domain.job.JobCommand.CreateJob;
import io.devicetrail.domain.job.JobCommand.PauseJob;
import io.devicetrail.domain.job.JobCommand.ResumeJob;
import io.devicetrail.domain.job.JobCommand.RetryFailedOfJob;
import io.devicetrail.domain.job.JobCommand.StartJob;
import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobRejection.JobUnknown;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.KnownJobs;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A job belongs to no site: who runs one has the role for the whole tenant, wherever its devices are. */
@Controller
class JobMutations {
    private final CommandSender sender;
    private final KnownJobs jobs;
    private final JobCohorts cohorts;
    private final LogPositions positions;
    private final Gate gate;

    JobMutations(CommandSender sender, KnownJobs jobs, JobCohorts cohorts, LogPositions positions, Gate gate) {
        this.gate = gate;
        this.positions = positions;
        this.sender = sender;
        this.jobs = jobs;
        this.cohorts = cohorts;
    }

    /**
     * A repetition is told from the log, by what was asked for and not by what the search would find by now; nothing is
     * searched for it, nor for who may create no job.
     */
    @MutationMapping
    MutationOutcome createJob(@Argument CreateJobInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        Mutation mutation = new Mutation("createJob", key, input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            gate.passAgain(caller, mutation.name(), tenant, null);
            JobPlan plan = input.plan();
            Cohort cohort = input.cohort().cohort();
            JobId job = jobId(tenant, caller, key);
            Optional<JobCreated> first = jobs.job(job);
            JobSelection found =
                    first.isPresent() ? JobSelection.NONE : cohorts.select(tenant, cohort, plan, positions.head());
            CreateJob command = new CreateJob(job, tenant, plan, cohort.hash(), found);
            unless(first.isEmpty() || Drafts.same(command, first.get()), new KeyReused());
            return addressed(command, tenant);
        });
    }

    @MutationMapping
    MutationOutcome startJob(@Argument StartJobInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("startJob", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            JobId job = InputIds.job("job", input.job());
            return addressed(new StartJob(job, input.expectedDevices(), input.expectedHash()), tenantOf(job));
        });
    }

    @MutationMapping
    MutationOutcome pauseJob(@Argument DecideJobInput input, @ContextValue Caller caller) {
        return decide("pauseJob", input, caller, PauseJob::new);
    }

    @MutationMapping
    MutationOutcome resumeJob(@Argument DecideJobInput input, @ContextValue Caller caller) {
        return decide("resumeJob", input, caller, ResumeJob::new);
    }

    @MutationMapping
    MutationOutcome cancelJob(@Argument DecideJobInput input, @ContextValue Caller caller) {
        return decide("cancelJob", input, caller, CancelJob::new);
    }

    @MutationMapping
    MutationOutcome retryFailedOfJob(@Argument DecideJobInput input, @ContextValue Caller caller) {
        return decide("retryFailedOfJob", input, caller, RetryFailedOfJob::new);
    }

    private MutationOutcome decide(
            String operation, DecideJobInput input, Caller caller, Function<JobId, JobCommand> command) {
        Mutation mutation = new Mutation(operation, input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            JobId job = InputIds.job("job", input.job());
            return addressed(command.apply(job), tenantOf(job));
        });
    }

    /** Read from the log, whatever the caller believes. */
    private TenantId tenantOf(JobId job) {
        return jobs.job(job).orElseThrow(() -> because(new JobUnknown(job))).tenant();
    }

    private static Addressed addressed(JobCommand command, TenantId tenant) {
        return new Addressed(command, tenant, null, command.job().toString(), null);
    }

    private static JobId jobId(TenantId tenant, Caller caller, @Nullable String key) {
        return key == null || key.isBlank()
                ? new JobId(UUID.randomUUID())
                : JobId.of(tenant, caller.actorId(), key.strip());
    }
}
