package io.devicetrail.commandside.transfer;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.transfer.TransferCommand.OfferDeviceTransfer;
import io.devicetrail.domain.transfer.TransferTerms;

/** What an offer says. */
final class Offers {
    private Offers() {}

    /** The maker and the serial number stay; whose they are makes another id. */
    static TransferTerms terms(OfferDeviceTransfer c, KnownDevice device) {
        KnownDevice.Hardware hardware = device.hardware();
        return new TransferTerms(
                c.giver(),
                c.receiver(),
                c.device(),
                DeviceId.of(c.receiver(), hardware.manufacturer(), hardware.serialNumber()),
                hardware.manufacturer(),
                hardware.serialNumber(),
                hardware.revision(),
                hardware.batch(),
                c.until(),
                c.shareHistory());
    }

    static boolean same(OfferDeviceTransfer c, TransferTerms before) {
        return c.giver().equals(before.giver())
                && c.receiver().equals(before.receiver())
                && c.device().equals(before.former())
                && c.until().equals(before.until())
                && c.shareHistory() == before.shareHistory();
    }
}
