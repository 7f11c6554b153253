package io.devicetrail.domain.transfer;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about a device that goes to another tenant. */
public sealed interface TransferCommand {
    DeviceTransferId transfer();

    /**
     * The giver offers a device of its own.
     *
     * @param until when the offer ends
     * @param shareHistory whether the receiver may read the device's audit trail up to the hand-over
     */
    record OfferDeviceTransfer(
            @TargetAggregateIdentifier DeviceTransferId transfer,
            TenantId giver,
            DeviceId device,
            TenantId receiver,
            Instant until,
            boolean shareHistory)
            implements TransferCommand, RegulatedChange {
        public OfferDeviceTransfer {
            if (receiver.equals(giver)) {
                throw new MalformedInput("receiver", "has the device already; moveDevice takes it to another site");
            }
        }
    }

    /** The receiver takes it, into a site and a model of its own; again where the first place was refused. */
    record AcceptDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer, Placement placement)
            implements TransferCommand, RegulatedChange {}

    /** The receiver does not want it. */
    record DeclineDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer)
            implements TransferCommand, RegulatedChange {}

    /** The giver keeps it after all. */
    record WithdrawDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer)
            implements TransferCommand, RegulatedChange {}

    /** Ends an offer whose time is over; one that was answered takes no notice. */
    record LapseDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer) implements TransferCommand {}

    /**
     * The giver's registry refused to hand the device over, as it has ended there. Asked again, nothing more happens.
     *
     * @param cause code of the refusal
     */
    record AbandonDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer, String cause)
            implements TransferCommand {
        public AbandonDeviceTransfer {
            cause = Shape.text("cause", cause);
        }
    }

    /** The receiver's registry refused the device; the same. */
    record HoldUpDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer, String cause)
            implements TransferCommand {
        public HoldUpDeviceTransfer {
            cause = Shape.text("cause", cause);
        }
    }

    /** The receiver's registry has the device; the same. */
    record CompleteDeviceTransfer(@TargetAggregateIdentifier DeviceTransferId transfer) implements TransferCommand {}
}
