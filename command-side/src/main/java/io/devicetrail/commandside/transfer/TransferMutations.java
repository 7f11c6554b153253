package io.devicetrail.commandside.transfer;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferCommand;
import io.devicetrail.domain.transfer.TransferCommand.AcceptDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.DeclineDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.OfferDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.WithdrawDeviceTransfer;
import io.devicetrail.domain.transfer.TransferRejection.TransferUnknown;
import io.devicetrail.domain.transfer.TransferSide;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * Who gives or takes a device does it for the tenant, and has the role for all of it. At which of the two they need it the
 * log says, by the side that the answer is of: who has none there is told that there is no such transfer.
 */
@Controller
class TransferMutations {
    private final CommandSender sender;
    private final KnownRecords records;
    private final KnownTransfers transfers;

    TransferMutations(CommandSender sender, KnownRecords records, KnownTransfers transfers) {
        this.sender = sender;
        this.records = records;
        this.transfers = transfers;
    }

    @MutationMapping
    MutationOutcome offerDeviceTransfer(@Argument OfferDeviceTransferInput input, @ContextValue Caller caller) {
        String key = input.clientMutationId();
        Mutation mutation = new Mutation("offerDeviceTransfer", key, input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            DeviceId id = InputIds.device("device", input.device());
            TenantId receiver = InputIds.tenant("receiver", input.receiver());
            KnownDevice device = records.device(id).orElseThrow(() -> because(new DeviceUnknown(id)));
            return addressed(
                    new OfferDeviceTransfer(
                            transferId(device.tenant(), caller, key),
                            device.tenant(),
                            id,
                            receiver,
                            input.until(),
                            input.shareHistory()),
                    device.tenant());
        });
    }

    @MutationMapping
    MutationOutcome acceptDeviceTransfer(@Argument AcceptDeviceTransferInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("acceptDeviceTransfer", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            Placement placement = new Placement(
                    InputIds.site("site", input.site()),
                    InputIds.deviceModel("model", input.model()),
                    input.modelVersion());
            return answer(
                    input.transfer(), TransferSide.RECEIVER, transfer -> new AcceptDeviceTransfer(transfer, placement));
        });
    }

    @MutationMapping
    MutationOutcome declineDeviceTransfer(@Argument DeviceTransferInput input, @ContextValue Caller caller) {
        return sender.send(
                caller,
                input.mutation("declineDeviceTransfer"),
                () -> answer(input.transfer(), TransferSide.RECEIVER, DeclineDeviceTransfer::new));
    }

    @MutationMapping
    MutationOutcome withdrawDeviceTransfer(@Argument DeviceTransferInput input, @ContextValue Caller caller) {
        return sender.send(
                caller,
                input.mutation("withdrawDeviceTransfer"),
                () -> answer(input.transfer(), TransferSide.GIVER, WithdrawDeviceTransfer::new));
    }

    private Addressed answer(String id, TransferSide side, Function<DeviceTransferId, TransferCommand> command) {
        DeviceTransferId transfer = InputIds.deviceTransfer("transfer", id);
        TenantId tenant = transfers
                .terms(transfer)
                .map(terms -> terms.tenantOf(side))
                .orElseThrow(() -> because(new TransferUnknown(transfer)));
        return addressed(command.apply(transfer), tenant);
    }

    private static Addressed addressed(TransferCommand command, TenantId tenant) {
        return new Addressed(command, tenant, null, command.transfer().toString(), tenant.value());
    }

    private static DeviceTransferId transferId(TenantId giver, Caller caller, @Nullable String key) {
        return key == null || key.isBlank()
                ? new DeviceTransferId(UUID.randomUUID())
                : DeviceTransferId.of(giver, caller.actorId(), key.strip());
    }

    record OfferDeviceTransferInput(
            String device,
            String receiver,
            Instant until,
            boolean shareHistory,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record AcceptDeviceTransferInput(
            String transfer,
            String site,
            String model,
            int modelVersion,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record DeviceTransferInput(
            String transfer,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {
        Mutation mutation(String name) {
            return new Mutation(name, clientMutationId, reason, reasonCode);
        }
    }
}
