package io.devicetrail.commandside.rollout;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.rollout.RolloutInputs.DraftRolloutPlanInput;
import io.devicetrail.commandside.rollout.RolloutInputs.ReviseRolloutPlanInput;
import io.devicetrail.commandside.rollout.RolloutInputs.WithdrawRolloutPlanInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.rollout.RolloutCommand;
import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.ReviseRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.WithdrawRolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutRejection.RolloutPlanUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A plan belongs to no site: who writes one has the role for the whole tenant, whichever sites it names. */
@Controller
class RolloutMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    RolloutMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome draftRolloutPlan(@Argument DraftRolloutPlanInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        Mutation mutation = new Mutation("draftRolloutPlan", key, input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            DraftRolloutPlan command = new DraftRolloutPlan(
                    planId(tenant, caller, key), tenant, input.content().plan());
            records.rolloutPlan(command.plan())
                    .ifPresent(first -> unless(Drafts.same(command, first), new KeyReused()));
            return addressed(command, tenant);
        });
    }

    @MutationMapping
    MutationOutcome reviseRolloutPlan(@Argument ReviseRolloutPlanInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("reviseRolloutPlan", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            RolloutPlanId plan = InputIds.rolloutPlan("plan", input.plan());
            ReviseRolloutPlan command = new ReviseRolloutPlan(
                    plan, input.expectedRevision(), input.content().plan());
            return addressed(command, tenantOf(plan));
        });
    }

    @MutationMapping
    MutationOutcome withdrawRolloutPlan(@Argument WithdrawRolloutPlanInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("withdrawRolloutPlan", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            RolloutPlanId plan = InputIds.rolloutPlan("plan", input.plan());
            return addressed(new WithdrawRolloutPlan(plan), tenantOf(plan));
        });
    }

    /** Read from the log, whatever the caller believes. */
    private TenantId tenantOf(RolloutPlanId plan) {
        return records.rolloutPlan(plan)
                .orElseThrow(() -> because(new RolloutPlanUnknown(plan)))
                .tenant();
    }

    private static Addressed addressed(RolloutCommand command, TenantId tenant) {
        return new Addressed(command, tenant, null, command.plan().toString(), null);
    }

    private static RolloutPlanId planId(TenantId tenant, Caller caller, @Nullable String key) {
        return key == null || key.isBlank()
                ? new RolloutPlanId(UUID.randomUUID())
                : RolloutPlanId.of(tenant, caller.actorId(), key.strip());
    }
}
