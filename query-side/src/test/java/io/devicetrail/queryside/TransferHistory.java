package io.devicetrail.queryside;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Of the history, the transfers from the tenant "seller" to the tenant "taker": one that shares its history, one that does not, one that
 * was held up, and offers that were declined, withdrawn, abandoned and forgotten.
 */
final class TransferHistory {
    static final TenantId SELLER = TenantId.of("seller");
    static final TenantId TAKER = TenantId.of("taker");
    static final SiteId TAKERS_SITE = SiteId.of(TAKER, "oslo");
    static final DeviceId SHARED = DeviceId.of(SELLER, "Ohmic", "T-1");
    static final DeviceId KEPT = DeviceId.of(SELLER, "Ohmic", "T-2");
    static final DeviceId STUCK = DeviceId.of(SELLER, "Ohmic", "T-3");

    /**
     * Who had the device that went from the first to the second and from there to the last, and who did not want it of the
     * first, and has not answered the last.
     */
    static final TenantId FIRST = TenantId.of("chain-first");

    static final TenantId SECOND = TenantId.of("chain-second");
    static final TenantId LAST = TenantId.of("chain-last");
    static final TenantId DECLINER = TenantId.of("chain-decliner");
    static final String CHAINED = "T-9";
    static final DeviceTransferId SHARING = transfer("sharing");
    static final DeviceTransferId KEEPING = transfer("keeping");
    static final DeviceTransferId HELD_UP = transfer("held up");

    static final Instant UNTIL = Instant.parse("2026-12-01T10:00:00Z");

    private TransferHistory() {}

    static void write(LogOfTests log) {
        log.append(
                new DeviceEvent.DevicePlaceTaken(History.SUCCESSOR, History.SENSOR, new TreeMap<>()),
                History.ADA,
                History.ACME.value());
        handedOver(log, SHARING, SHARED, "T-1", true);
        handedOver(log, KEEPING, KEPT, "T-2", false);
        TransferTerms stuck = terms(SELLER, TAKER, STUCK, "Ohmic", "T-3", UNTIL, true);
        giver(log, History.registered(STUCK, SELLER, "T-3", null));
        offered(log, HELD_UP, stuck, History.ADA);
        accepted(log, HELD_UP, stuck);
        giver(log, new DeviceEvent.DeviceHandedOver(STUCK, HELD_UP, TAKER, LifeCycle.REGISTERED));
        both(
                log,
                stuck,
                side -> new TransferEvent.DeviceTransferHeldUp(
                        HELD_UP,
                        side,
                        stuck,
                        TransferState.ACCEPTED,
                        TransferState.HELD_UP,
                        side == TransferSide.RECEIVER ? "MODEL_VERSION_DEPRECATED" : null));
        for (TransferState end : new TransferState[] {
            TransferState.DECLINED, TransferState.WITHDRAWN, TransferState.LAPSED, TransferState.ABANDONED
        }) {
            ended(log, end);
        }
        chain(log);
    }

    private static void chain(LogOfTests log) {
        DeviceId first = DeviceId.of(FIRST, "Ohmic", CHAINED);
        log.append(History.registered(first, FIRST, CHAINED, null), History.ADA, FIRST.value());
        TransferTerms refused = terms(FIRST, DECLINER, first, "Ohmic", CHAINED, UNTIL, true);
        DeviceTransferId offer = DeviceTransferId.of(FIRST, "ada", "declined");
        offered(log, offer, refused, History.ADA);
        both(
                log,
                refused,
                side -> new TransferEvent.DeviceTransferDeclined(
                        offer, side, refused, TransferState.OFFERED, TransferState.DECLINED));
        link(log, FIRST, SECOND);
        link(log, SECOND, LAST);
        DeviceId last = DeviceId.of(LAST, "Ohmic", CHAINED);
        offered(
                log,
                DeviceTransferId.of(LAST, "ada", "waiting"),
                terms(LAST, DECLINER, last, "Ohmic", CHAINED, UNTIL, true),
                History.ADA);
    }

    private static void link(LogOfTests log, TenantId from, TenantId to) {
        DeviceId former = DeviceId.of(from, "Ohmic", CHAINED);
        TransferTerms terms = terms(from, to, former, "Ohmic", CHAINED, UNTIL, true);
        DeviceTransferId transfer = DeviceTransferId.of(from, "ada", "chained");
        offered(log, transfer, terms, History.ADA);
        accepted(log, transfer, terms);
        log.append(
                new DeviceEvent.DeviceHandedOver(former, transfer, to, LifeCycle.REGISTERED),
                History.ADA,
                from.value());
        log.append(History.registered(terms.next(), to, CHAINED, null), History.ADA, to.value());
    }

    private static void handedOver(
            LogOfTests log, DeviceTransferId transfer, DeviceId device, String serial, boolean shareHistory) {
        TransferTerms terms = terms(SELLER, TAKER, device, "Ohmic", serial, UNTIL, shareHistory);
        giver(log, History.registered(device, SELLER, serial, null));
        giver(log, new DeviceEvent.DeviceTagged(device, "note", null, "before of " + serial));
        offered(log, transfer, terms, History.ADA);
        accepted(log, transfer, terms);
        giver(log, new DeviceEvent.DeviceHandedOver(device, transfer, TAKER, LifeCycle.REGISTERED));
        log.append(
                new DeviceEvent.DeviceRegistered(
                        terms.next(),
                        TAKER,
                        TAKERS_SITE,
                        "Ohmic",
                        serial,
                        History.PT100,
                        2,
                        null,
                        null,
                        null,
                        new TreeMap<>()),
                History.ADA,
                TAKER.value());
        both(
                log,
                terms,
                side -> new TransferEvent.DeviceTransferCompleted(
                        transfer, side, terms, TransferState.ACCEPTED, TransferState.COMPLETED));
        // Nobody alters an ended device; what still comes to stand on its record is no concern of the receiver's.
        giver(log, new DeviceEvent.DeviceTagged(device, "note", null, "after of " + serial));
    }

    private static void ended(LogOfTests log, TransferState end) {
        DeviceTransferId transfer = transfer(end.name());
        TransferTerms terms = terms(SELLER, TAKER, STUCK, "Ohmic", "T-3", UNTIL, true);
        offered(log, transfer, terms, History.ADA);
        both(log, terms, side -> switch (end) {
            case DECLINED ->
                new TransferEvent.DeviceTransferDeclined(transfer, side, terms, TransferState.OFFERED, end);
            case WITHDRAWN ->
                new TransferEvent.DeviceTransferWithdrawn(transfer, side, terms, TransferState.OFFERED, end);
            case LAPSED -> new TransferEvent.DeviceTransferLapsed(transfer, side, terms, TransferState.OFFERED, end);
            default ->
                new TransferEvent.DeviceTransferAbandoned(
                        transfer, side, terms, TransferState.ACCEPTED, end, "ILLEGAL_TRANSITION");
        });
    }

    static TransferTerms terms(
            TenantId giver,
            TenantId receiver,
            DeviceId device,
            String maker,
            String serial,
            Instant until,
            boolean shareHistory) {
        return new TransferTerms(
                giver,
                receiver,
                device,
                DeviceId.of(receiver, maker, serial),
                maker,
                serial,
                "A",
                null,
                until,
                shareHistory);
    }

    static void offered(LogOfTests log, DeviceTransferId transfer, TransferTerms terms, Caller by) {
        both(log, terms, side -> new TransferEvent.DeviceTransferOffered(transfer, side, terms, by.actorId()));
    }

    private static void accepted(LogOfTests log, DeviceTransferId transfer, TransferTerms terms) {
        both(
                log,
                terms,
                side -> new TransferEvent.DeviceTransferAccepted(
                        transfer,
                        side,
                        terms,
                        TransferState.OFFERED,
                        TransferState.ACCEPTED,
                        side == TransferSide.RECEIVER ? new Placement(TAKERS_SITE, History.PT100, 2) : null));
    }

    private static void both(LogOfTests log, TransferTerms terms, Function<TransferSide, TransferEvent> event) {
        for (TransferSide side : TransferSide.values()) {
            log.append(
                    event.apply(side),
                    History.ADA,
                    terms.tenantOf(side).value(),
                    Map.of(Metadata.REASON, "sold with the line"));
        }
    }

    private static void giver(LogOfTests log, Object event) {
        log.append(event, History.ADA, SELLER.value());
    }

    private static DeviceTransferId transfer(String key) {
        return DeviceTransferId.of(SELLER, "ada", key);
    }
}
