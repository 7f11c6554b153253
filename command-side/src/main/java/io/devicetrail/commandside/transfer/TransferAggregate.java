package io.devicetrail.commandside.transfer;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.transfer.OpenOffers;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferCommand.AbandonDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.AcceptDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.CompleteDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.DeclineDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.HoldUpDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.LapseDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.OfferDeviceTransfer;
import io.devicetrail.domain.transfer.TransferCommand.WithdrawDeviceTransfer;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAbandoned;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferAccepted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferCompleted;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferDeclined;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferHeldUp;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferLapsed;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferOffered;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferWithdrawn;
import io.devicetrail.domain.transfer.TransferEvent.TransferMoved;
import io.devicetrail.domain.transfer.TransferRejection.AcceptedByOfferer;
import io.devicetrail.domain.transfer.TransferRejection.OfferOver;
import io.devicetrail.domain.transfer.TransferRejection.OfferTimeUnfit;
import io.devicetrail.domain.transfer.TransferRejection.TransferAnswered;
import io.devicetrail.domain.transfer.TransferRejection.TransferredByPeople;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but {@code transfer} is set by the offer, the first event of every transfer. */
@Aggregate(type = "transfer")
class TransferAggregate {
    /** Longest time of an offer: what it says of the device may be old news after that. */
    static final Duration LONGEST = Duration.ofDays(30);

    @AggregateIdentifier
    private @Nullable DeviceTransferId transfer;

    private TransferTerms terms;
    private TransferState state;
    private String offeredBy;

    @SuppressWarnings("NullAway.Init")
    TransferAggregate() {}

    /** The same offer again, by its idempotency key, is no second one, whatever became of the first. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            OfferDeviceTransfer c,
            References references,
            OpenOffers offers,
            Clock clock,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        if (transfer != null) {
            unless(Offers.same(c, terms), new KeyReused());
            return;
        }
        requirePerson(actorType);
        KnownDevice device = references.requireDevice(c.giver(), c.device());
        references.requireTenant(c.receiver());
        Instant now = clock.instant();
        boolean fits = c.until().isAfter(now) && !c.until().isAfter(now.plus(LONGEST));
        unless(fits, new OfferTimeUnfit(LONGEST));
        Offers.requireRoom(offers, c, now);
        TransferTerms offered = Offers.terms(c, device);
        BothSides.of(TransferSide.GIVER, offered)
                .tell(side -> new DeviceTransferOffered(c.transfer(), side, offered, actor));
    }

    /**
     * What the platform will do is tried first, as far as can be: after the hand-over nobody has the device for a moment. One
     * that was held up, and that somebody entered at the receiver by hand since, is where it was to go.
     */
    @CommandHandler
    void handle(
            AcceptDeviceTransfer c,
            References references,
            Standings standings,
            Clock clock,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        requirePerson(actorType);
        unless(!actor.equals(offeredBy), new AcceptedByOfferer());
        unless(state == TransferState.OFFERED || state == TransferState.HELD_UP, new TransferAnswered(state));
        if (state == TransferState.HELD_UP && references.isKnown(terms.next())) {
            complete(c.transfer(), TransferSide.RECEIVER);
            return;
        }
        if (state == TransferState.OFFERED) {
            unless(clock.instant().isBefore(terms.until()), new OfferOver());
            Offers.requireUpToDate(terms, references.requireDevice(terms.giver(), terms.former()));
            unless(
                    !references.isKnown(terms.next()),
                    new SerialNumberTaken(terms.manufacturer(), terms.serialNumber()));
        }
        Placement placement = c.placement();
        references.requireSite(terms.receiver(), placement.site());
        references.requireOpenModelVersion(terms.receiver(), placement.model(), placement.modelVersion());
        standings.requireComplete(
                terms.receiver(),
                SignableRecord.of(
                        SignableKind.DEVICE_MODEL_VERSION, placement.model() + ":" + placement.modelVersion()));
        tell(
                TransferSide.RECEIVER,
                side -> new DeviceTransferAccepted(
                        c.transfer(),
                        side,
                        terms,
                        state,
                        TransferState.ACCEPTED,
                        side == TransferSide.RECEIVER ? placement : null));
    }

    @CommandHandler
    void handle(DeclineDeviceTransfer c) {
        requireOffered();
        tell(
                TransferSide.RECEIVER,
                side -> new DeviceTransferDeclined(c.transfer(), side, terms, state, TransferState.DECLINED));
    }

    @CommandHandler
    void handle(WithdrawDeviceTransfer c) {
        requireOffered();
        tell(
                TransferSide.GIVER,
                side -> new DeviceTransferWithdrawn(c.transfer(), side, terms, state, TransferState.WITHDRAWN));
    }

    @CommandHandler
    void handle(LapseDeviceTransfer c, Clock clock) {
        if (state == TransferState.OFFERED && !clock.instant().isBefore(terms.until())) {
            tell(
                    TransferSide.GIVER,
                    side -> new DeviceTransferLapsed(c.transfer(), side, terms, state, TransferState.LAPSED));
        }
    }

    @CommandHandler
    void handle(AbandonDeviceTransfer c) {
        if (state == TransferState.ACCEPTED) {
            tell(
                    TransferSide.GIVER,
                    side -> new DeviceTransferAbandoned(
                            c.transfer(), side, terms, state, TransferState.ABANDONED, c.cause()));
        }
    }

    @CommandHandler
    void handle(HoldUpDeviceTransfer c) {
        if (state == TransferState.ACCEPTED) {
            tell(
                    TransferSide.GIVER,
                    side -> new DeviceTransferHeldUp(
                            c.transfer(),
                            side,
                            terms,
                            state,
                            TransferState.HELD_UP,
                            side == TransferSide.RECEIVER ? c.cause() : null));
        }
    }

    /** An acceptance that is read again after a crash may find its device registered, though it was held up before. */
    @CommandHandler
    void handle(CompleteDeviceTransfer c) {
        if (state == TransferState.ACCEPTED || state == TransferState.HELD_UP) {
            complete(c.transfer(), TransferSide.GIVER);
        }
    }

    private void complete(DeviceTransferId id, TransferSide acting) {
        tell(acting, side -> new DeviceTransferCompleted(id, side, terms, state, TransferState.COMPLETED));
    }

    private void requireOffered() {
        unless(state == TransferState.OFFERED, new TransferAnswered(state));
    }

    private static void requirePerson(String actorType) {
        unless(ActorType.valueOf(actorType) == ActorType.PERSON, new TransferredByPeople());
    }

    private void tell(TransferSide acting, BothSides.Told event) {
        BothSides.of(acting, terms).tell(event);
    }

    /** Both events of an act say the same about the transfer. */
    @EventSourcingHandler
    void evolve(TransferEvent event) {
        transfer = event.transfer();
        terms = event.terms();
        switch (event) {
            case DeviceTransferOffered e -> {
                offeredBy = e.offeredBy();
                state = TransferState.OFFERED;
            }
            case TransferMoved e -> state = e.to();
        }
    }
}
