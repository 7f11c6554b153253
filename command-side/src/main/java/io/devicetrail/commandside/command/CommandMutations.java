package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.JsonInput;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandOrder.ApproveCommand;
import io.devicetrail.domain.command.CommandOrder.CancelCommand;
import io.devicetrail.domain.command.CommandOrder.RefuseCommandApproval;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandRejection.CommandUnknown;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CommandMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    CommandMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome requestCommand(@Argument RequestCommandInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        return sender.send(caller, new Mutation("requestCommand", key, input.reason(), null), () -> {
            DeviceId device = InputIds.device("device", input.device());
            KnownDevice known = records.device(device).orElseThrow(() -> because(new DeviceUnknown(device)));
            RequestCommand command = new RequestCommand(
                    commandId(known.tenant(), caller, key),
                    known.tenant(),
                    device,
                    input.name(),
                    JsonInput.values("arguments", input.arguments()),
                    input.timeoutSeconds());
            if (key != null) {
                records.command(command.command())
                        .ifPresent(first -> unless(Requests.same(command, first), new KeyReused()));
            }
            return new Addressed(
                    command, known.tenant(), known.site(), command.command().toString(), null);
        });
    }

    @MutationMapping
    MutationOutcome cancelCommand(@Argument CancelCommandInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("cancelCommand", input.clientMutationId(), input.reason(), null);
        return sender.send(caller, mutation, () -> {
            CommandId command = InputIds.command("command", input.command());
            return addressed(command, new CancelCommand(command));
        });
    }

    @MutationMapping
    MutationOutcome approveCommand(@Argument DecideCommandInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("approveCommand", input.clientMutationId(), input.reason(), null);
        return sender.send(caller, mutation, () -> {
            CommandId command = InputIds.command("command", input.command());
            return addressed(command, new ApproveCommand(command));
        });
    }

    @MutationMapping
    MutationOutcome refuseCommandApproval(@Argument DecideCommandInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("refuseCommandApproval", input.clientMutationId(), input.reason(), null);
        return sender.send(caller, mutation, () -> {
            CommandId command = InputIds.command("command", input.command());
            return addressed(command, new RefuseCommandApproval(command));
        });
    }

    private Addressed addressed(CommandId command, CommandOrder order) {
        CommandRequested first = records.command(command).orElseThrow(() -> because(new CommandUnknown(command)));
        SiteId site = records.device(first.device()).map(KnownDevice::site).orElse(null);
        return new Addressed(order, first.tenant(), site, command.toString(), null);
    }

    private static CommandId commandId(TenantId tenant, Caller caller, @Nullable String key) {
        return key == null || key.isBlank()
                ? new CommandId(UUID.randomUUID())
                : CommandId.of(tenant, caller.actorId(), key.strip());
    }

    /** @param arguments a JSON object as graphql-java reads it */
    record RequestCommandInput(
            String device,
            String name,
            @Nullable Object arguments,
            @Nullable Integer timeoutSeconds,
            @Nullable String reason,
            @Nullable String clientMutationId) {}

    record DecideCommandInput(
            String command, String reason, @Nullable String clientMutationId) {}

    record CancelCommandInput(
            String command, String reason, @Nullable String clientMutationId) {}
}
