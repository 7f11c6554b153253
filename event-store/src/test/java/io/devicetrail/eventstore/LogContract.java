package io.devicetrail.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.FirstEvents;
import io.devicetrail.domain.shared.LogPlaces;
import io.devicetrail.domain.shared.LogPlaces.LogPlace;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.catalogue.Stamp;
import io.devicetrail.eventstore.catalogue.UncataloguedEventException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every log does, whatever stores it. The log may hold other events before the test begins, and nobody else adds
 * to it while the test runs.
 */
public abstract class LogContract {
    private static final int SOON_SECONDS = 10;
    /** More than a page of any reader, and more than is in flight to one. */
    private static final int MANY = 2_500;

    private final DeviceId device =
            DeviceId.of(TenantId.of("acme"), "Sick", UUID.randomUUID().toString());

    protected abstract EventStore store();

    protected abstract LogPositions positions();

    @Test
    void whatWasStoredIsReadBackByAggregateAndByIndex() throws Exception {
        long before = positions().head();
        store().publish(message(0, new DeviceEnrolled(device, LifeCycle.REGISTERED)));
        store().publish(message(1, new DeviceCommissioned(device, LifeCycle.ENROLLED)));

        assertThat(store().readEvents(device.toString(), 0).asStream().map(m -> (Object) m.getPayload()))
                .containsExactly(
                        new DeviceEnrolled(device, LifeCycle.REGISTERED),
                        new DeviceCommissioned(device, LifeCycle.ENROLLED));
        assertThat(store().readEvents(device.toString(), 1).asStream().map(DomainEventMessage::getSequenceNumber))
                .containsExactly(1L);
        List<TrackedEventMessage<?>> tracked = read(before, 2);
        assertThat(tracked).extracting(LogContract::index).containsExactly(before + 1, before + 2);
        assertThat(tracked).allSatisfy(m -> {
            assertThat(m.getMetaData()).containsEntry("tenant", "acme");
            assertThat(((DomainEventMessage<?>) m).getAggregateIdentifier()).isEqualTo(device.toString());
            assertThat(((DomainEventMessage<?>) m).getType()).isEqualTo("Device");
        });
        assertThat(positions().head()).isEqualTo(before + 2);
        LogPlaces places = (LogPlaces) positions();
        assertThat(places.placeOf(before + 2)).contains(new LogPlace(device.toString(), 1));
        assertThat(places.placeOf(before + 3)).isEmpty();
        assertThat(places.placeOf(-1)).isEmpty();
        String other = device + "-other";
        assertThat(places.begun(List.of(other, device.toString()))).containsExactly(device.toString());
        assertThat(places.begun(List.of())).isEmpty();
        assertThat(places.goneOn(List.of(other, device.toString()), other)).containsExactly(device.toString());
        assertThat(places.goneOn(List.of(device.toString()), device.toString())).containsExactly(device.toString());
        FirstEvents first = (FirstEvents) store();
        assertThat(first.firstOf(device.toString())).contains(new DeviceEnrolled(device, LifeCycle.REGISTERED));
        assertThat(first.firstOf(other)).isEmpty();
        String command = String.valueOf(
                ((DomainEventMessage<?>) tracked.getLast()).getMetaData().get(Metadata.COMMAND_ID));
        assertThat(places.wrote(command, device.toString())).isTrue();
        assertThat(places.wrote(command, other)).isFalse();
        assertThat(places.wrote(command + "-other", device.toString())).isFalse();
    }

    @Test
    void theTimeOfRecordingIsReadBackToTheMicrosecond() throws Exception {
        long before = positions().head();
        Instant at = Instant.parse("2026-11-21T03:09:01.194135Z");
        var message = new GenericDomainEventMessage<>(
                "Device",
                device.toString(),
                0,
                new GenericMessage<>(new DeviceEnrolled(device, LifeCycle.REGISTERED)),
                at);
        store().publish(new Stamp(ZoneOffset.UTC, Map::of)
                .handle(List.of(message))
                .apply(0, message));

        assertThat(read(before, 1).getFirst().getTimestamp()).isEqualTo(at);
        assertThat(store().readEvents(device.toString(), 0).asStream().map(m -> m.getTimestamp()))
                .containsExactly(at);
        assertThat(store().createTokenAt(at).position().orElseThrow())
                .as("the first event of that time or later comes after the token")
                .isLessThanOrEqualTo(before);
    }

    @Test
    void manyEventsAreReadWithoutASkip() throws Exception {
        long before = positions().head();
        for (int stored = 0; stored < MANY; stored += 100) {
            List<DomainEventMessage<?>> some = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                some.add(message(stored + i, new DeviceTagged(device, "n", null, "v" + (stored + i))));
            }
            store().publish(some);
        }

        assertThat(read(before, MANY))
                .extracting(LogContract::index)
                .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + MANY)
                        .boxed()
                        .toList());
        assertThat(store().readEvents(device.toString(), 0).asStream().map(DomainEventMessage::getSequenceNumber))
                .containsExactlyElementsOf(LongStream.range(0, MANY).boxed().toList());
    }

    @Test
    void theSecondOfTwoWithOneSequenceNumberLoses() {
        store().publish(message(0, new DeviceEnrolled(device, LifeCycle.REGISTERED)));
        long head = positions().head();

        assertThatThrownBy(() -> store().publish(message(0, new DeviceRetired(device, LifeCycle.REGISTERED))))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(positions().head()).isEqualTo(head);
    }

    @Test
    void theEventsOfOneAppendAreStoredAllOrNone() {
        store().publish(message(0, new DeviceEnrolled(device, LifeCycle.REGISTERED)));
        DeviceId other =
                DeviceId.of(TenantId.of("acme"), "Sick", UUID.randomUUID().toString());
        long head = positions().head();

        assertThatThrownBy(() -> store().publish(
                                message(
                                        other,
                                        0,
                                        tagged(other),
                                        UUID.randomUUID().toString()),
                                message(0, new DeviceRetired(device, LifeCycle.REGISTERED))))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(positions().head()).isEqualTo(head);
        assertThat(store().readEvents(other.toString(), 0).hasNext()).isFalse();
        assertThat(store().lastSequenceNumberFor(other.toString())).isEmpty();
    }

    @Test
    void ofManyWritersOneWinsEachPlaceAndTheIndexHasNoGap() throws Exception {
        int writers = 8;
        int places = 40;
        long before = positions().head();
        ConcurrentLinkedQueue<Long> stored = new ConcurrentLinkedQueue<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                running.add(callers.submit(() -> {
                    for (long place = 0; place < places; place++) {
                        try {
                            store().publish(message(place, tagged(device)));
                            stored.add(place);
                        } catch (ConcurrencyException lost) {
                            // Another writer has this place.
                        }
                    }
                }));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }
        List<Long> all = LongStream.range(0, places).boxed().toList();
        assertThat(stored).containsExactlyInAnyOrderElementsOf(all);
        assertThat(read(before, places))
                .extracting(m -> ((DomainEventMessage<?>) m).getSequenceNumber())
                .containsExactlyElementsOf(all);
        assertThat(positions().head()).isEqualTo(before + places);
    }

    @Test
    void aCommandIsStoredOnce() {
        String command = UUID.randomUUID().toString();
        DeviceId other =
                DeviceId.of(TenantId.of("acme"), "Sick", UUID.randomUUID().toString());
        assertThat(positions().lastOf(command)).isEmpty();
        store().publish(message(device, 0, tagged(device), command), message(device, 1, tagged(device), command));
        long head = positions().head();

        assertThat(positions().lastOf(command)).hasValue(head);
        assertThatThrownBy(() -> store().publish(message(other, 0, tagged(other), command)))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(positions().head()).isEqualTo(head);
    }

    @Test
    void ofOneCommandSentTwiceAtOnceOneIsStored() throws Exception {
        for (int round = 0; round < 20; round++) {
            String command = UUID.randomUUID().toString();
            long before = positions().head();
            try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
                List<Future<?>> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    DeviceId own = DeviceId.of(
                            TenantId.of("acme"), "Sick", UUID.randomUUID().toString());
                    both.add(callers.submit(() -> store().publish(message(own, 0, tagged(own), command))));
                }
                long refused = both.stream().filter(LogContract::failed).count();
                assertThat(refused).isEqualTo(1);
            }
            assertThat(positions().head()).isEqualTo(before + 1);
        }
    }

    @Test
    void aReaderGoesOnAfterItsTokenAndSeesWhatIsStoredLater() throws Exception {
        store().publish(message(0, tagged(device)), message(1, tagged(device)));
        long head = positions().head();
        try (var stream = store().openStream(new GlobalSequenceTrackingToken(head - 1))) {
            assertThat(stream.hasNextAvailable(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(stream.peek())
                    .hasValueSatisfying(m -> assertThat(index(m)).isEqualTo(head));
            assertThat(index(stream.nextAvailable())).isEqualTo(head);
            assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();

            store().publish(message(2, tagged(device)));
            assertThat(stream.hasNextAvailable(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(index(stream.nextAvailable())).isEqualTo(head + 1);
        }
    }

    @Test
    void tokensTellTheEndsOfTheLog() {
        store().publish(message(0, tagged(device)));

        assertThat(store().createHeadToken().position()).hasValue(positions().head());
        assertThat(store().createTailToken().position().orElse(-1)).isEqualTo(-1);
        assertThat(store().lastSequenceNumberFor(device.toString())).hasValue(0L);
        assertThat(store().lastSequenceNumberFor("nobody-" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void anEventOutsideTheCatalogueCannotBeStored() {
        long head = positions().head();
        assertThatThrownBy(() -> store().publish(message(0, "a text"))).isInstanceOf(UncataloguedEventException.class);
        assertThat(positions().head()).isEqualTo(head);
    }

    @Test
    void aSnapshotStandsForTheEventsUpToIt() {
        store().publish(message(0, tagged(device)), message(1, tagged(device)), message(2, tagged(device)));
        store().storeSnapshot(
                        new GenericDomainEventMessage<>("Device", device.toString(), 1, new Remembered("two tags")));

        // It is read when PostgreSQL knows of what type the aggregate is; of another engine's events it hears later.
        await().untilAsserted(() -> assertThat(
                        store().readEvents(device.toString()).asStream().map(m -> (Object) m.getPayload()))
                .containsExactly(new Remembered("two tags"), tagged(device)));
        assertThat(store().readEvents(device.toString(), 0).asStream()).hasSize(3);
    }

    /** Another class of the same revision would be nothing that its code understands, in the place of its events. */
    @ParameterizedTest
    @ValueSource(strings = {"Device", "Stranger"})
    void aSnapshotOfAnotherTypeIsNotRead(String said) {
        store().publish(message(0, tagged(device)), message(1, tagged(device)));
        await().until(() -> positions().head() >= 1);
        store().storeSnapshot(new GenericDomainEventMessage<>(said, device.toString(), 1, new Strange("none of ours")));

        assertThat(store().readEvents(device.toString()).asStream().map(m -> (Object) m.getPayload()))
                .containsExactly(tagged(device), tagged(device));
    }

    /** An aggregate's state. */
    @AggregateRoot(type = "Device")
    public record Remembered(String what) {}

    /** That of another one. */
    @AggregateRoot(type = "Stranger")
    public record Strange(String what) {}

    /** The next events after the index, as a reader of the whole log gets them. */
    protected final List<TrackedEventMessage<?>> read(long after, int count) throws InterruptedException {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        try (var stream = store().openStream(new GlobalSequenceTrackingToken(after))) {
            while (events.size() < count && stream.hasNextAvailable(SOON_SECONDS, TimeUnit.SECONDS)) {
                events.add(stream.nextAvailable());
            }
        }
        return events;
    }

    protected final DomainEventMessage<?> message(long sequence, Object payload) {
        return message(device, sequence, payload, UUID.randomUUID().toString());
    }

    protected static DomainEventMessage<?> message(DeviceId device, long sequence, Object payload, String command) {
        Map<String, Object> metadata = new HashMap<>(Map.of("tenant", "acme", Metadata.COMMAND_ID, command));
        return new GenericDomainEventMessage<>("Device", device.toString(), sequence, payload, metadata);
    }

    protected static DeviceEvent tagged(DeviceId device) {
        return new DeviceTagged(device, "n", null, "v");
    }

    private static boolean failed(Future<?> append) {
        try {
            append.get();
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ConcurrencyException.class);
            return true;
        }
    }

    private static long index(TrackedEventMessage<?> message) {
        return message.trackingToken().position().orElseThrow();
    }
}
