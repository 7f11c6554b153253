package io.devicetrail.domain.transfer;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an offer of a device. Each act is two events in one append: one on the record of who acted, the other
 * on that of the other side.
 */
public sealed interface TransferEvent {
    DeviceTransferId transfer();

    TransferSide side();

    TransferTerms terms();

    /** The device on whose record the event is. */
    default DeviceId subject() {
        return terms().deviceOf(side());
    }

    /** @param offeredBy id of the person: who accepts is somebody else */
    @Revision("1")
    record DeviceTransferOffered(DeviceTransferId transfer, TransferSide side, TransferTerms terms, String offeredBy)
            implements TransferEvent {}

    /** An event that moves the transfer on. */
    sealed interface TransferMoved extends TransferEvent {
        TransferState from();

        TransferState to();
    }

    /** @param placement on the receiver's record only: where it puts its devices is no concern of the giver's */
    @Revision("1")
    record DeviceTransferAccepted(
            DeviceTransferId transfer,
            TransferSide side,
            TransferTerms terms,
            TransferState from,
            TransferState to,
            @Nullable Placement placement)
            implements TransferMoved {}

    @Revision("1")
    record DeviceTransferDeclined(
            DeviceTransferId transfer, TransferSide side, TransferTerms terms, TransferState from, TransferState to)
            implements TransferMoved {}

    @Revision("1")
    record DeviceTransferWithdrawn(
            DeviceTransferId transfer, TransferSide side, TransferTerms terms, TransferState from, TransferState to)
            implements TransferMoved {}

    @Revision("1")
    record DeviceTransferLapsed(
            DeviceTransferId transfer, TransferSide side, TransferTerms terms, TransferState from, TransferState to)
            implements TransferMoved {}

    /** @param cause code of the refusal of the giver's registry */
    @Revision("1")
    record DeviceTransferAbandoned(
            DeviceTransferId transfer,
            TransferSide side,
            TransferTerms terms,
            TransferState from,
            TransferState to,
            String cause)
            implements TransferMoved {}

    /** @param cause code of the refusal of the receiver's registry; null on the giver's record */
    @Revision("1")
    record DeviceTransferHeldUp(
            DeviceTransferId transfer,
            TransferSide side,
            TransferTerms terms,
            TransferState from,
            TransferState to,
            @Nullable String cause)
            implements TransferMoved {}

    @Revision("1")
    record DeviceTransferCompleted(
            DeviceTransferId transfer, TransferSide side, TransferTerms terms, TransferState from, TransferState to)
            implements TransferMoved {}
}
