package io.devicetrail.commandside.transfer;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.transfer.OpenOffers;
import io.devicetrail.domain.transfer.TransferCommand.OfferDeviceTransfer;
import io.devicetrail.domain.transfer.TransferRejection.AlreadyOffered;
import io.devicetrail.domain.transfer.TransferRejection.OfferOutdated;
import io.devicetrail.domain.transfer.TransferRejection.TooManyOffers;
import io.devicetrail.domain.transfer.TransferTerms;
import java.time.Instant;
import java.util.Objects;

/** What an offer says. */
final class Offers {
    /** Offers of one tenant that wait for the answer of one other: each writes on that one's record too. */
    static final int MOST_OPEN = 100;

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

    static void requireRoom(OpenOffers offers, OfferDeviceTransfer c, Instant now) {
        OpenOffers.Seen seen = offers.between(c.giver(), c.receiver(), c.device(), now);
        unless(!seen.ofDevice(), new AlreadyOffered());
        unless(seen.open() < MOST_OPEN, new TooManyOffers(MOST_OPEN));
    }

    /** The registration at the receiver will say what was offered. */
    static void requireUpToDate(TransferTerms offered, KnownDevice device) {
        unless(
                Objects.equals(offered.hardwareRevision(), device.hardware().revision())
                        && Objects.equals(offered.batch(), device.hardware().batch()),
                new OfferOutdated());
    }

    static boolean same(OfferDeviceTransfer c, TransferTerms before) {
        return c.giver().equals(before.giver())
                && c.receiver().equals(before.receiver())
                && c.device().equals(before.former())
                && c.until().equals(before.until())
                && c.shareHistory() == before.shareHistory();
    }
}
