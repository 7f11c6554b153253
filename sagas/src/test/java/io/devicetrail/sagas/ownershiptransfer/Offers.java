package io.devicetrail.sagas.ownershiptransfer;

import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferOffered;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** ACME offers its pump to NORTH for a week. */
final class Offers {
    static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    static final Duration WEEK = Duration.ofDays(7);
    static final TenantId ACME = new TenantId("acme");
    static final TenantId NORTH = new TenantId("north");
    static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    static final DeviceTransferId TRANSFER = DeviceTransferId.of(ACME, "ada", "1");
    static final TransferTerms TERMS = new TransferTerms(
            ACME,
            NORTH,
            PUMP,
            DeviceId.of(NORTH, "Flow AG", "P-1"),
            "Flow AG",
            "P-1",
            "A",
            "B-7",
            AT.plus(WEEK),
            false);
    static final Placement PLACE =
            new Placement(SiteId.of(NORTH, "oslo"), DeviceModelId.of(NORTH, "Flow AG", "P100"), 2);
    static final DeviceTransferOffered OFFERED = offered(TransferSide.GIVER);
    static final DeviceTransferOffered OFFERED_TO_RECEIVER = offered(TransferSide.RECEIVER);
    static final DeviceTransferAccepted ACCEPTED = new DeviceTransferAccepted(
            TRANSFER, TransferSide.RECEIVER, TERMS, TransferState.OFFERED, TransferState.ACCEPTED, PLACE);
    static final DeviceTransferAccepted ACCEPTED_BY_GIVERS_RECORD = new DeviceTransferAccepted(
            TRANSFER, TransferSide.GIVER, TERMS, TransferState.OFFERED, TransferState.ACCEPTED, null);
    static final RegisterDevice REGISTRATION = new RegisterDevice(
            TERMS.next(),
            NORTH,
            PLACE.site(),
            "Flow AG",
            "P-1",
            PLACE.model(),
            PLACE.modelVersion(),
            "A",
            "B-7",
            null,
            new TreeMap<>());

    private Offers() {}

    private static DeviceTransferOffered offered(TransferSide side) {
        return new DeviceTransferOffered(TRANSFER, side, TERMS, "ada");
    }
}
