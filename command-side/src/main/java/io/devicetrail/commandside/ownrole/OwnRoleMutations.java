package io.devicetrail.commandside.ownrole;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.ownrole.OwnRoleCommand;
import io.devicetrail.domain.ownrole.OwnRoleCommand.ChangeRolePermissions;
import io.devicetrail.domain.ownrole.OwnRoleCommand.DefineRole;
import io.devicetrail.domain.ownrole.OwnRoleCommand.WithdrawRole;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A role belongs to the audit trail of the tenant that defined it. */
@Controller
class OwnRoleMutations {
    private final CommandSender sender;

    OwnRoleMutations(CommandSender sender) {
        this.sender = sender;
    }

    @MutationMapping
    MutationOutcome defineRole(@Argument DefineRoleInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("defineRole", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            String key = Shape.text("key", input.key());
            return addressed(new DefineRole(
                    OwnRoleId.of(tenant, key), tenant, key, input.name(), input.duty(), input.permissions()));
        });
    }

    @MutationMapping
    MutationOutcome changeRolePermissions(@Argument ChangeRolePermissionsInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("changeRolePermissions", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            String key = Shape.text("key", input.key());
            return addressed(new ChangeRolePermissions(
                    OwnRoleId.of(tenant, key), tenant, key, input.name(), input.permissions()));
        });
    }

    @MutationMapping
    MutationOutcome withdrawRole(@Argument WithdrawRoleInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("withdrawRole", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            String key = Shape.text("key", input.key());
            return addressed(new WithdrawRole(OwnRoleId.of(tenant, key), tenant, key));
        });
    }

    private static Addressed addressed(OwnRoleCommand command) {
        return new Addressed(command, command.tenant(), null, command.role().toString(), null);
    }

    record DefineRoleInput(
            String tenant,
            String key,
            String name,
            Duty duty,
            List<String> permissions,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record ChangeRolePermissionsInput(
            String tenant,
            String key,
            @Nullable String name,
            List<String> permissions,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record WithdrawRoleInput(
            String tenant,
            String key,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
