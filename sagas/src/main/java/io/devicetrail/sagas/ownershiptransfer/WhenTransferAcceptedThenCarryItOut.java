package io.devicetrail.sagas.ownershiptransfer;

import io.devicetrail.domain.device.DeviceCommand.HandOverDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferCommand.AbandonDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.CompleteDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.HoldUpDeviceTransfer;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferTerms;
import io.devicetrail.sagas.step.Steps;
import java.util.TreeMap;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
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
    static final Caller CALLER = Caller.process("ownership-transfer");

    private final CommandGateway commands;
    private final LogPositions positions;

    WhenTransferAcceptedThenCarryItOut(CommandGateway commands, LogPositions positions) {
        this.commands = commands;
        this.positions = positions;
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
        Steps steps = new Steps(commands, positions, CALLER, cause);
        Rejection ended = steps.take(
                        "hand over",
                        terms.giver(),
                        null,
                        null,
                        new HandOverDevice(terms.former(), transfer, terms.receiver()))
                .orElse(null);
        if (ended != null) {
            tell(steps, terms, new AbandonDeviceTransfer(transfer, ended.code()));
            return;
        }
        Rejection refused = steps.take(
                        "register", terms.receiver(), placement.site(), null, registration(terms, placement))
                .orElse(null);
        // One that is there is what this is for: from an earlier try, or as somebody entered it by hand meanwhile.
        if (refused == null || refused instanceof SerialNumberTaken) {
            tell(steps, terms, new CompleteDeviceTransfer(transfer));
        } else {
            tell(steps, terms, new HoldUpDeviceTransfer(transfer, refused.code()));
        }
    }

    private static void tell(Steps steps, TransferTerms terms, Object command) {
        steps.take(command.getClass().getSimpleName(), terms.giver(), null, null, command)
                .ifPresent(refused -> {
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
}
