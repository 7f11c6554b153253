package io.devicetrail.commandside.transfer;

import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.transfer.TransferTerms;
import java.util.Optional;

/** What the log says about transfers, as of now. */
interface KnownTransfers {
    /** What the offer says; it never changes. */
    Optional<TransferTerms> terms(DeviceTransferId transfer);
}
