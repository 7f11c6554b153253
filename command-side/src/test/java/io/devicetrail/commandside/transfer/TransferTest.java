package io.devicetrail.commandside.transfer;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.CONTRACT;
import static io.devicetrail.commandside.Fixtures.MAKER;
import static io.devicetrail.commandside.Fixtures.NOBODYS_PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_PUMP;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceEvent.DeviceHardwareRevised;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import io.devicetrail.domain.transfer.OpenOffers;
import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferCommand;
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
import io.devicetrail.domain.transfer.TransferRejection.AcceptedByOfferer;
import io.devicetrail.domain.transfer.TransferRejection.AlreadyOffered;
import io.devicetrail.domain.transfer.TransferRejection.OfferOutdated;
import io.devicetrail.domain.transfer.TransferRejection.OfferOver;
import io.devicetrail.domain.transfer.TransferRejection.OfferTimeUnfit;
import io.devicetrail.domain.transfer.TransferRejection.TooManyOffers;
import io.devicetrail.domain.transfer.TransferRejection.TransferAnswered;
import io.devicetrail.domain.transfer.TransferRejection.TransferredByPeople;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.domain.transfer.TransferTerms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.messaging.MetaData;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tenants agree on a device, or do not. */
@Requirement({"11.10(e)", "11.10(f)"})
class TransferTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofDays(7));
    private static final TenantId NORTH = new TenantId("north");
    private static final SiteId OSLO = SiteId.of(NORTH, "oslo");
    private static final DeviceModelId NORTHS_MODEL = DeviceModelId.of(NORTH, MAKER, "P100");
    private static final DeviceId NEXT = DeviceId.of(NORTH, MAKER, "P-1");
    private static final DeviceTransferId ID = DeviceTransferId.of(ACME, "ada", "1");
    private static final TransferTerms TERMS =
            new TransferTerms(ACME, NORTH, PUMP, NEXT, MAKER, "P-1", "A", "2026-11", UNTIL, true);
    private static final Placement PLACE = new Placement(OSLO, NORTHS_MODEL, 2);
    private static final Map<String, Object> ADA = actor("PERSON", "ada");
    private static final Map<String, Object> BEA = actor("PERSON", "bea");

    private final KnownRecordsInMemory world = Fixtures.world()
            .registered(pumpRegistered())
            .tenant(NORTH, OSLO)
            .model(NORTHS_MODEL, NORTH, Map.of(1, CONTRACT, 2, CONTRACT), 1);

    private OpenOffers.Seen waiting = new OpenOffers.Seen(0, false);

    @Test
    void anOfferIsOnTheRecordsOfBoth() {
        AggregateTestFixture<TransferAggregate> transfers = fixture(NOW);
        transfers
                .givenNoPriorActivity()
                .when(offer(UNTIL), ADA)
                .expectEvents(offered(TransferSide.GIVER), offered(TransferSide.RECEIVER));
        List<MetaData> metadata = transfers
                .getEventStore()
                .readEvents(ID.toString())
                .asStream()
                .map(event -> event.getMetaData())
                .toList();
        assertThat(metadata.getLast())
                .as("of the other side's: its tenant, and nothing of from where the act came")
                .containsEntry(Metadata.TENANT, "north")
                .containsEntry(Metadata.ADDRESS, BothSides.NOT_SHOWN)
                .containsEntry(Metadata.CLIENT, BothSides.NOT_SHOWN);
        assertThat(metadata.getFirst()).doesNotContainEntry(Metadata.TENANT, "north");
    }

    @Test
    void itSaysWhatTheDeviceIsNow() {
        world.happened(new DeviceHardwareRevised(PUMP, "A", "B"));
        TransferTerms rebuilt = new TransferTerms(ACME, NORTH, PUMP, NEXT, MAKER, "P-1", "B", "2026-11", UNTIL, true);
        fixture(NOW)
                .givenNoPriorActivity()
                .when(offer(UNTIL), ADA)
                .expectEvents(
                        new DeviceTransferOffered(ID, TransferSide.GIVER, rebuilt, "ada"),
                        new DeviceTransferOffered(ID, TransferSide.RECEIVER, rebuilt, "ada"));
    }

    static Stream<Arguments> offersThatAreRefused() {
        OfferTimeUnfit time = new OfferTimeUnfit(TransferAggregate.LONGEST);
        return Stream.of(
                Arguments.of(offer(NOW), ADA, time),
                Arguments.of(offer(NOW.plus(TransferAggregate.LONGEST).plusSeconds(1)), ADA, time),
                Arguments.of(offer(UNTIL), actor("MACHINE", "key"), new TransferredByPeople()),
                Arguments.of(
                        new OfferDeviceTransfer(ID, ACME, PUMP, new TenantId("nobody"), UNTIL, true),
                        ADA,
                        new TenantUnknown(new TenantId("nobody"))),
                Arguments.of(
                        new OfferDeviceTransfer(ID, ACME, NOBODYS_PUMP, NORTH, UNTIL, true),
                        ADA,
                        new DeviceUnknown(NOBODYS_PUMP)),
                Arguments.of(
                        new OfferDeviceTransfer(ID, ACME, RIVALS_PUMP, NORTH, UNTIL, true),
                        ADA,
                        new DeviceUnknown(RIVALS_PUMP)));
    }

    @ParameterizedTest
    @MethodSource("offersThatAreRefused")
    void anOfferIsRefused(TransferCommand offer, Map<String, Object> actor, Rejection why) {
        fixture(NOW)
                .givenNoPriorActivity()
                .when(offer, actor)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    /** Each is on the receiver's record too, which the receiver cannot keep from being written to. */
    @Test
    void aReceiverIsNotOfferedMoreThanItHasToAnswer() {
        waiting = new OpenOffers.Seen(1, true);
        fixture(NOW)
                .givenNoPriorActivity()
                .when(offer(UNTIL), ADA)
                .expectExceptionDetails(new AlreadyOffered())
                .expectNoEvents();
        waiting = new OpenOffers.Seen(Offers.MOST_OPEN, false);
        fixture(NOW)
                .givenNoPriorActivity()
                .when(offer(UNTIL), ADA)
                .expectExceptionDetails(new TooManyOffers(Offers.MOST_OPEN))
                .expectNoEvents();
        waiting = new OpenOffers.Seen(Offers.MOST_OPEN - 1, false);
        fixture(NOW)
                .givenNoPriorActivity()
                .when(offer(UNTIL), ADA)
                .expectEvents(offered(TransferSide.GIVER), offered(TransferSide.RECEIVER));
    }

    @Test
    void theSameOfferAgainIsAnsweredThoughItWaits() {
        waiting = new OpenOffers.Seen(Offers.MOST_OPEN, true);
        given().when(offer(UNTIL), ADA).expectSuccessfulHandlerExecution().expectNoEvents();
    }

    /** The registration at the receiver would say a hardware that the device no longer has. */
    @Test
    void aDeviceThatWasRevisedSinceIsOfferedAnew() {
        world.happened(new DeviceHardwareRevised(PUMP, "A", "B"));
        given().when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectExceptionDetails(new OfferOutdated())
                .expectNoEvents();
    }

    @Test
    void anEndedDeviceIsNotOffered() {
        world.happened(new DeviceRetired(PUMP, LifeCycle.REGISTERED));
        fixture(NOW)
                .givenNoPriorActivity()
                .when(offer(UNTIL), ADA)
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED));
    }

    @Test
    void theSameOfferAgainIsNoSecondOne() {
        given().when(offer(UNTIL), ADA).expectSuccessfulHandlerExecution().expectNoEvents();
        given().when(offer(UNTIL.plusSeconds(1)), ADA).expectExceptionDetails(new KeyReused());
    }

    @Test
    void theReceiverAcceptsAndTheGiverIsNotToldWhereItGoes() {
        given().when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectEvents(
                        accepted(TransferSide.RECEIVER, TransferState.OFFERED, PLACE),
                        accepted(TransferSide.GIVER, TransferState.OFFERED, null));
    }

    static Stream<Arguments> acceptancesThatAreRefused() {
        return Stream.of(
                Arguments.of(PLACE, ADA, new AcceptedByOfferer()),
                Arguments.of(PLACE, actor("MACHINE", "key"), new TransferredByPeople()),
                Arguments.of(new Placement(BASEL, NORTHS_MODEL, 2), BEA, new SiteUnknown(BASEL)),
                Arguments.of(new Placement(OSLO, PUMP_MODEL, 2), BEA, new ModelVersionUnknown(PUMP_MODEL, 2)),
                Arguments.of(new Placement(OSLO, NORTHS_MODEL, 3), BEA, new ModelVersionUnknown(NORTHS_MODEL, 3)),
                Arguments.of(new Placement(OSLO, NORTHS_MODEL, 1), BEA, new ModelVersionDeprecated(1)));
    }

    @ParameterizedTest
    @MethodSource("acceptancesThatAreRefused")
    void anAcceptanceIsRefused(Placement place, Map<String, Object> actor, Rejection why) {
        given().when(new AcceptDeviceTransfer(ID, place), actor)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    @Test
    void anOfferThatIsOverIsNotAccepted() {
        fixture(UNTIL)
                .given(offers())
                .when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectExceptionDetails(new OfferOver());
    }

    @Test
    void aDeviceThatHasEndedSinceIsNotAccepted() {
        world.happened(new DeviceRetired(PUMP, LifeCycle.REGISTERED));
        given().when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED));
    }

    @Test
    void aSerialNumberThatTheReceiverHasIsNotAccepted() {
        world.registered(Fixtures.registration(NEXT, NORTH, OSLO, NORTHS_MODEL));
        given().when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectExceptionDetails(new SerialNumberTaken(MAKER, "P-1"));
    }

    @Test
    void eitherSideEndsAnOffer() {
        given().when(new DeclineDeviceTransfer(ID), BEA)
                .expectEvents(
                        new DeviceTransferDeclined(
                                ID, TransferSide.RECEIVER, TERMS, TransferState.OFFERED, TransferState.DECLINED),
                        new DeviceTransferDeclined(
                                ID, TransferSide.GIVER, TERMS, TransferState.OFFERED, TransferState.DECLINED));
        given().when(new WithdrawDeviceTransfer(ID), ADA)
                .expectEvents(
                        new DeviceTransferWithdrawn(
                                ID, TransferSide.GIVER, TERMS, TransferState.OFFERED, TransferState.WITHDRAWN),
                        new DeviceTransferWithdrawn(
                                ID, TransferSide.RECEIVER, TERMS, TransferState.OFFERED, TransferState.WITHDRAWN));
    }

    @Test
    void anOfferLapsesWhenItsTimeIsOverAndNotBefore() {
        fixture(UNTIL)
                .given(offers())
                .when(new LapseDeviceTransfer(ID))
                .expectEvents(
                        new DeviceTransferLapsed(
                                ID, TransferSide.GIVER, TERMS, TransferState.OFFERED, TransferState.LAPSED),
                        new DeviceTransferLapsed(
                                ID, TransferSide.RECEIVER, TERMS, TransferState.OFFERED, TransferState.LAPSED));
        fixture(UNTIL.minusMillis(1))
                .given(offers())
                .when(new LapseDeviceTransfer(ID))
                .expectNoEvents();
    }

    @Test
    void thePlatformSaysHowItWentOn() {
        given(acceptances())
                .when(new CompleteDeviceTransfer(ID))
                .expectEvents(
                        completed(TransferSide.GIVER, TransferState.ACCEPTED),
                        completed(TransferSide.RECEIVER, TransferState.ACCEPTED));
        given(acceptances())
                .when(new AbandonDeviceTransfer(ID, "ILLEGAL_TRANSITION"))
                .expectEvents(abandoned(TransferSide.GIVER), abandoned(TransferSide.RECEIVER));
        given(acceptances())
                .when(new HoldUpDeviceTransfer(ID, "MODEL_VERSION_DEPRECATED"))
                .expectEvents(
                        heldUp(TransferSide.GIVER, null), heldUp(TransferSide.RECEIVER, "MODEL_VERSION_DEPRECATED"));
    }

    /** Its time is over, the device has ended where it was, and a refusal is no end. */
    @Test
    void whatIsHeldUpIsAcceptedAgain() {
        world.happened(new DeviceRetired(PUMP, LifeCycle.REGISTERED));
        List<TransferEvent> heldUp = new ArrayList<>(acceptances());
        heldUp.add(heldUp(TransferSide.GIVER, null));
        heldUp.add(heldUp(TransferSide.RECEIVER, "MODEL_VERSION_DEPRECATED"));
        fixture(UNTIL.plusSeconds(1))
                .given(heldUp)
                .when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectEvents(
                        accepted(TransferSide.RECEIVER, TransferState.HELD_UP, PLACE),
                        accepted(TransferSide.GIVER, TransferState.HELD_UP, null));
        fixture(NOW)
                .given(heldUp)
                .when(new DeclineDeviceTransfer(ID), BEA)
                .expectExceptionDetails(new TransferAnswered(TransferState.HELD_UP));
    }

    /** Somebody entered the device at the receiver by hand: another acceptance, or its first one read again, finds it. */
    @Test
    void whatIsHeldUpIsCompletedOnceTheReceiverHasTheDevice() {
        given(historyTo(TransferState.HELD_UP))
                .when(new CompleteDeviceTransfer(ID))
                .expectEvents(
                        completed(TransferSide.GIVER, TransferState.HELD_UP),
                        completed(TransferSide.RECEIVER, TransferState.HELD_UP));
        world.registered(Fixtures.registration(NEXT, NORTH, OSLO, NORTHS_MODEL));
        given(historyTo(TransferState.HELD_UP))
                .when(new AcceptDeviceTransfer(ID, PLACE), BEA)
                .expectEvents(
                        completed(TransferSide.RECEIVER, TransferState.HELD_UP),
                        completed(TransferSide.GIVER, TransferState.HELD_UP));
        given(historyTo(TransferState.HELD_UP))
                .when(new AcceptDeviceTransfer(ID, PLACE), actor("MACHINE", "key"))
                .expectExceptionDetails(new TransferredByPeople());
    }

    @ParameterizedTest
    @EnumSource(
            value = TransferState.class,
            names = {"OFFERED", "HELD_UP"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsAnsweredIsNotAnsweredAgain(TransferState state) {
        for (TransferCommand answer : List.of(
                new AcceptDeviceTransfer(ID, PLACE), new DeclineDeviceTransfer(ID), new WithdrawDeviceTransfer(ID))) {
            given(historyTo(state))
                    .when(answer, BEA)
                    .expectExceptionDetails(new TransferAnswered(state))
                    .expectNoEvents();
        }
    }

    /** Steps are asked for again after a crash: one that was taken, or that another end overtook, is not taken twice. */
    @ParameterizedTest
    @EnumSource(value = TransferState.class, names = "ACCEPTED", mode = EnumSource.Mode.EXCLUDE)
    void aStepOfThePlatformIsTakenOnce(TransferState state) {
        List<TransferCommand> steps = new ArrayList<>(List.of(
                new AbandonDeviceTransfer(ID, "ILLEGAL_TRANSITION"),
                new HoldUpDeviceTransfer(ID, "MODEL_VERSION_DEPRECATED")));
        if (state != TransferState.HELD_UP) {
            steps.add(new CompleteDeviceTransfer(ID));
        }
        for (TransferCommand step : steps) {
            given(historyTo(state))
                    .when(step)
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
        if (state != TransferState.OFFERED) {
            fixture(UNTIL)
                    .given(historyTo(state))
                    .when(new LapseDeviceTransfer(ID))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
    }

    private static List<TransferEvent> historyTo(TransferState state) {
        List<TransferEvent> history = new ArrayList<>(offers());
        switch (state) {
            case OFFERED -> {}
            case ACCEPTED -> history = new ArrayList<>(acceptances());
            case HELD_UP -> {
                history = new ArrayList<>(acceptances());
                history.add(heldUp(TransferSide.GIVER, null));
            }
            case COMPLETED -> {
                history = new ArrayList<>(acceptances());
                history.add(completed(TransferSide.GIVER, TransferState.ACCEPTED));
            }
            case ABANDONED -> {
                history = new ArrayList<>(acceptances());
                history.add(abandoned(TransferSide.GIVER));
            }
            case DECLINED ->
                history.add(new DeviceTransferDeclined(ID, TransferSide.GIVER, TERMS, TransferState.OFFERED, state));
            case WITHDRAWN ->
                history.add(new DeviceTransferWithdrawn(ID, TransferSide.GIVER, TERMS, TransferState.OFFERED, state));
            case LAPSED ->
                history.add(new DeviceTransferLapsed(ID, TransferSide.GIVER, TERMS, TransferState.OFFERED, state));
        }
        return history;
    }

    private Given given() {
        return given(offers());
    }

    private Given given(List<TransferEvent> history) {
        return new Given(fixture(NOW), history);
    }

    /** A fixture of its own each time, as one is good for one command. */
    private record Given(AggregateTestFixture<TransferAggregate> fixture, List<TransferEvent> history) {
        ResultValidator<TransferAggregate> when(TransferCommand command) {
            return fixture.given(history).when(command);
        }

        ResultValidator<TransferAggregate> when(TransferCommand command, Map<String, Object> actor) {
            return fixture.given(history).when(command, actor);
        }
    }

    private AggregateTestFixture<TransferAggregate> fixture(Instant now) {
        AggregateTestFixture<TransferAggregate> fixture = Fixtures.fixture(TransferAggregate.class, world);
        fixture.registerInjectableResource(Clock.fixed(now, ZoneOffset.UTC));
        fixture.registerInjectableResource((OpenOffers) (giver, receiver, device, at) -> {
            assertThat(List.of(giver, receiver, device, at)).isEqualTo(List.of(ACME, NORTH, PUMP, now));
            return waiting;
        });
        return fixture;
    }

    private static OfferDeviceTransfer offer(Instant until) {
        return new OfferDeviceTransfer(ID, ACME, PUMP, NORTH, until, true);
    }

    private static List<TransferEvent> offers() {
        return List.of(offered(TransferSide.GIVER), offered(TransferSide.RECEIVER));
    }

    private static List<TransferEvent> acceptances() {
        List<TransferEvent> events = new ArrayList<>(offers());
        events.add(accepted(TransferSide.RECEIVER, TransferState.OFFERED, PLACE));
        events.add(accepted(TransferSide.GIVER, TransferState.OFFERED, null));
        return events;
    }

    private static TransferEvent offered(TransferSide side) {
        return new DeviceTransferOffered(ID, side, TERMS, "ada");
    }

    private static TransferEvent accepted(TransferSide side, TransferState from, @Nullable Placement place) {
        return new DeviceTransferAccepted(ID, side, TERMS, from, TransferState.ACCEPTED, place);
    }

    private static TransferEvent completed(TransferSide side, TransferState from) {
        return new DeviceTransferCompleted(ID, side, TERMS, from, TransferState.COMPLETED);
    }

    private static TransferEvent abandoned(TransferSide side) {
        return new DeviceTransferAbandoned(
                ID, side, TERMS, TransferState.ACCEPTED, TransferState.ABANDONED, "ILLEGAL_TRANSITION");
    }

    private static TransferEvent heldUp(TransferSide side, @Nullable String cause) {
        return new DeviceTransferHeldUp(ID, side, TERMS, TransferState.ACCEPTED, TransferState.HELD_UP, cause);
    }

    private static Map<String, Object> actor(String type, String id) {
        return Map.of(Metadata.ACTOR_TYPE, type, Metadata.ACTOR_ID, id, Metadata.TENANT, "acme");
    }
}
