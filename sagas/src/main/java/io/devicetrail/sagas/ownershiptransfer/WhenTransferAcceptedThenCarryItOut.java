package io.devicetrail.sagas.ownershiptransfer;

import io.devicetrail.domain.device.DeviceCommand.HandOverDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferCommand.AbandonDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.CompleteDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.HoldUpDeviceTransfer;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferTerms;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries a transfer out: ends the device at the giver, registers it at the receiver, and says that it is done. In that
 * order, so that no two tenants ever have the device; between the first two nobody has, and the transfer says so.
 *
 * <p>Keeps nothing. All it needs is in the event, and each step is taken once however often it is asked for: after a crash
 * anywhere the event is read again, and what was done is found done. Steps that were interrupted by a store that is away
 * are gone through anew from the first.
 */
@Component
@ProcessingGroup("ownership-transfer")
class WhenTransferAcceptedThenCarryItOut {
    private final CommandGateway commands;

    WhenTransferAcceptedThenCarryItOut(CommandGateway commands) {
        this.commands = commands;
    }

    /** Only the receiver's event says where the device goes; the giver's is the same act. */
    @EventHandler
    void on(DeviceTransferAccepted accepted, EventMessage<?> message) {
        Placement placement = accepted.placement();
        if (placement != null) {
            carryOut(accepted.transfer(), accepted.terms(), placement, message.getIdentifier());
        }
    }

    private void carryOut(DeviceTransferId transfer, TransferTerms terms, Placement placement, String cause) {
        Rejection ended = refusal(TransferStep.send(
                commands, terms.giver(), cause, new HandOverDevice(terms.former(), transfer, terms.receiver())));
        if (ended != null) {
            tell(terms, cause, new AbandonDeviceTransfer(transfer, ended.code()));
            return;
        }
        Rejection refused =
                refusal(TransferStep.send(commands, terms.receiver(), cause, registration(terms, placement)));
        // One that is there is what this is for: from an earlier try, or as somebody entered it by hand meanwhile.
        if (refused == null || refused instanceof SerialNumberTaken) {
            tell(terms, cause, new CompleteDeviceTransfer(transfer));
        } else {
            tell(terms, cause, new HoldUpDeviceTransfer(transfer, refused.code()));
        }
    }

    private void tell(TransferTerms terms, String cause, Object command) {
        TransferStep.send(commands, terms.giver(), cause, command).ifPresent(refused -> {
            throw new IllegalStateException("a transfer refused to be told how it stands: " + refused.code());
        });
    }

    private static RegisterDevice registration(TransferTerms terms, Placement placement) {
        return new RegisterDevice(
                terms.next(),
                terms.receiver(),
                placement.site(),
                terms.manufacturer(),
                terms.serialNumber(),
                placement.model(),
                placement.modelVersion(),
                terms.hardwareRevision(),
                terms.batch(),
                null,
                new TreeMap<>());
    }

    private static @Nullable Rejection refusal(Optional<Rejection> refused) {
        return refused.orElse(null);
    }
}
