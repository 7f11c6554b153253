package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.rolloutrun.RolloutRunInputs.BeginNextRolloutWaveInput;
import io.devicetrail.commandside.rolloutrun.RolloutRunInputs.CreateRolloutInput;
import io.devicetrail.commandside.rolloutrun.RolloutRunInputs.DecideRolloutInput;
import io.devicetrail.commandside.rolloutrun.RolloutRunInputs.SkipRolloutDeviceInput;
import io.devicetrail.commandside.rolloutrun.RolloutRunInputs.StartRolloutInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutCohorts;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AbortRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.BeginNextRolloutWave;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.PauseRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RetryFailedOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.SkipRolloutDevice;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RolloutUnknown;
import io.devicetrail.domain.rolloutrun.RolloutSelection;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A rollout belongs to no site: who runs one has the role for the whole tenant, wherever its devices are. */
@Controller
class RolloutRunMutations {
    private final CommandSender sender;
    private final KnownRollouts rollouts;
    private final SignedPlans plans;
    private final RolloutCohorts cohorts;
    private final LogPositions positions;
    private final Gate gate;

    RolloutRunMutations(
            CommandSender sender,
            KnownRollouts rollouts,
            SignedPlans plans,
            RolloutCohorts cohorts,
            LogPositions positions,
            Gate gate) {
        this.sender = sender;
        this.rollouts = rollouts;
        this.plans = plans;
        this.cohorts = cohorts;
        this.positions = positions;
        this.gate = gate;
    }

    /**
     * The devices are those of the plan's cohort and no others can be named, so that all are the tenant's. A repetition is
     * told from the log, whatever the fleet or the plan is by now; nothing is searched for it, nor for who may create none.
     */
    @MutationMapping
    MutationOutcome createRollout(@Argument CreateRolloutInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        Mutation mutation = new Mutation("createRollout", key, input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            gate.passAgain(caller, mutation.name(), tenant, null);
            RolloutPlanId plan = InputIds.rolloutPlan("plan", input.plan());
            Shape.within("expectedRevision", input.expectedRevision(), 1, Integer.MAX_VALUE);
            String seed = Shape.optionalText("seed", input.seed());
            RolloutRunId run = runId(tenant, caller, key);
            CreateRollout command = rollouts.run(run)
                    .map(first -> again(first, plan, input.expectedRevision(), seed))
                    .orElseGet(() -> anew(run, tenant, plan, input.expectedRevision(), seed));
            return addressed(command, tenant);
        });
    }

    private static CreateRollout again(RolloutCreated first, RolloutPlanId plan, int revision, @Nullable String seed) {
        CreateRollout command = new CreateRollout(first.run(), first.tenant(), plan, revision, List.of(), first.seed());
        unless(Creations.same(command, first) && (seed == null || seed.equals(first.seed())), new KeyReused());
        return command;
    }

    /** The plan is looked at before the fleet is: it says what to look for, and to look for nothing where it is another. */
    private CreateRollout anew(
            RolloutRunId run, TenantId tenant, RolloutPlanId plan, int revision, @Nullable String seed) {
        var content = plans.requireSeen(tenant, plan, revision).content();
        RolloutSelection found = cohorts.select(tenant, content, positions.head());
        String shuffledBy = seed == null ? UUID.randomUUID().toString() : seed;
        return new CreateRollout(
                run, tenant, plan, revision, found.devices(), found.zones(), found.strata(), shuffledBy);
    }

    @MutationMapping
    MutationOutcome startRollout(@Argument StartRolloutInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("startRollout", input.clientMutationId(), input.reason(), input.reasonCode());
        return decide(
                mutation,
                input.rollout(),
                caller,
                run -> new StartRollout(run, input.expectedDevices(), input.expectedCohortHash()));
    }

    @MutationMapping
    MutationOutcome pauseRollout(@Argument DecideRolloutInput input, @ContextValue Caller caller) {
        return decide(mutation("pauseRollout", input), input.rollout(), caller, PauseRollout::new);
    }

    @MutationMapping
    MutationOutcome resumeRollout(@Argument DecideRolloutInput input, @ContextValue Caller caller) {
        return decide(mutation("resumeRollout", input), input.rollout(), caller, ResumeRollout::new);
    }

    @MutationMapping
    MutationOutcome abortRollout(@Argument DecideRolloutInput input, @ContextValue Caller caller) {
        return decide(mutation("abortRollout", input), input.rollout(), caller, AbortRollout::new);
    }

    @MutationMapping
    MutationOutcome retryFailedOfRollout(@Argument DecideRolloutInput input, @ContextValue Caller caller) {
        return decide(mutation("retryFailedOfRollout", input), input.rollout(), caller, RetryFailedOfRollout::new);
    }

    /** A device that the run is not about is refused by it, so that another tenant's is like none. */
    @MutationMapping
    MutationOutcome skipRolloutDevice(@Argument SkipRolloutDeviceInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation(
                "skipRolloutDevice",
                keyOf(input.clientMutationId(), input.device()),
                input.reason(),
                input.reasonCode());
        return decide(
                mutation,
                input.rollout(),
                caller,
                run -> new SkipRolloutDevice(run, InputIds.device("device", input.device())));
    }

    @MutationMapping
    MutationOutcome beginNextRolloutWave(@Argument BeginNextRolloutWaveInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation(
                "beginNextRolloutWave",
                keyOf(input.clientMutationId(), Integer.toString(input.after())),
                input.reason(),
                input.reasonCode());
        return decide(mutation, input.rollout(), caller, run -> new BeginNextRolloutWave(run, input.after()));
    }

    private MutationOutcome decide(
            Mutation mutation, String rollout, Caller caller, Function<RolloutRunId, RolloutRunCommand> command) {
        return sender.send(caller, mutation, () -> {
            RolloutRunId run = InputIds.rollout("rollout", rollout);
            return addressed(command.apply(run), tenantOf(run));
        });
    }

    /** Read from the log, whatever the caller believes. */
    private TenantId tenantOf(RolloutRunId run) {
        return rollouts.run(run)
                .orElseThrow(() -> because(new RolloutUnknown(run)))
                .tenant();
    }

    private static Mutation mutation(String operation, DecideRolloutInput input) {
        return new Mutation(operation, input.clientMutationId(), input.reason(), input.reasonCode());
    }

    /**
     * Of one step of a run, of which there may be many under one key: whoever skips twenty devices by the number of one change
     * asks for twenty things, and is not told of the second what became of the first.
     */
    private static @Nullable String keyOf(@Nullable String key, String step) {
        String given = Shape.optionalText("clientMutationId", key);
        return given == null
                ? null
                : NamedId.of("step of a rollout", given, step).toString();
    }

    private static Addressed addressed(RolloutRunCommand command, TenantId tenant) {
        return new Addressed(command, tenant, null, command.run().toString(), null);
    }

    private static RolloutRunId runId(TenantId tenant, Caller caller, @Nullable String key) {
        return key == null || key.isBlank()
                ? new RolloutRunId(UUID.randomUUID())
                : RolloutRunId.of(tenant, caller.actorId(), key.strip());
    }
}
