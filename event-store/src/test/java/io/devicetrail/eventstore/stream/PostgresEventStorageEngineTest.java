package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.CatalogueCheck;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.catalogue.UncataloguedEventException;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresEventStorageEngineTest {
    private static final DeviceId DEVICE = DeviceId.of(TenantId.of("acme"), "Sick", "4711");

    private final LogDatabase database = new LogDatabase();
    private final LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
    private final LogReads reads = new LogReads(database.app());
    private final PostgresEventStorageEngine engine = PostgresEventStorageEngine.on(
            writer, reads, new Snapshots(database.app(), SnapshotSerializer.create()), EventSerializer.create());

    @AfterEach
    void close() {
        writer.close();
        database.close();
    }

    @Test
    void whatWasStoredIsReadBackByAggregateAndByIndex() {
        engine.appendEvents(message(0, new DeviceEvent.DeviceEnrolled(DEVICE, LifeCycle.REGISTERED)));
        engine.appendEvents(message(1, new DeviceEvent.DeviceCommissioned(DEVICE, LifeCycle.ENROLLED)));

        assertThat(engine.readEvents(DEVICE.toString(), 0).asStream().map(m -> (Object) m.getPayload()))
                .containsExactly(
                        new DeviceEvent.DeviceEnrolled(DEVICE, LifeCycle.REGISTERED),
                        new DeviceEvent.DeviceCommissioned(DEVICE, LifeCycle.ENROLLED));
        List<? extends TrackedEventMessage<?>> tracked =
                engine.readEvents(null, false).toList();
        assertThat(tracked)
                .extracting(m -> m.trackingToken().position().getAsLong())
                .containsExactly(0L, 1L);
        assertThat(tracked).allSatisfy(m -> assertThat(m.getMetaData()).containsEntry("tenant", "acme"));
        assertThat(reads.kinds()).containsExactly("device.DeviceCommissioned 2", "device.DeviceEnrolled 2");
    }

    @Test
    void theTimeOfRecordingIsReadBackToTheMicrosecond() {
        Instant at = Instant.parse("2026-11-21T03:09:01.194135Z");
        engine.appendEvents(new GenericDomainEventMessage<>(
                "Device",
                DEVICE.toString(),
                0,
                new GenericMessage<>(new DeviceEvent.DeviceEnrolled(DEVICE, LifeCycle.REGISTERED)),
                at));

        assertThat(engine.readEvents(null, false).map(m -> m.getTimestamp())).containsExactly(at);
        assertThat(engine.readEvents(DEVICE.toString(), 0).asStream().map(m -> m.getTimestamp()))
                .containsExactly(at);
    }

    @Test
    void moreThanAPageIsReadWithoutASkip() {
        for (int page = 0; page < 3; page++) {
            for (int i = 0; i < LogReads.PAGE / 2; i++) {
                engine.appendEvents(message(
                        page * LogReads.PAGE / 2 + i, new DeviceEvent.DeviceTagged(DEVICE, "n", null, "v" + i)));
            }
        }
        assertThat(engine.readEvents(null, false)
                        .mapToLong(m -> m.trackingToken().position().getAsLong()))
                .hasSize(3 * LogReads.PAGE / 2)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(engine.readEvents(DEVICE.toString(), 0).asStream()).hasSize(3 * LogReads.PAGE / 2);
    }

    @Test
    void theSecondOfTwoWithOneSequenceNumberLoses() {
        engine.appendEvents(message(0, new DeviceEvent.DeviceEnrolled(DEVICE, LifeCycle.REGISTERED)));

        assertThatThrownBy(() ->
                        engine.appendEvents(message(0, new DeviceEvent.DeviceRetired(DEVICE, LifeCycle.REGISTERED))))
                .isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void anEventOutsideTheCatalogueCannotBeStored() {
        assertThatThrownBy(() -> engine.appendEvents(message(0, "a text")))
                .isInstanceOf(UncataloguedEventException.class);
        assertThat(reads.head()).isEqualTo(-1);
    }

    @Test
    void anUnknownStoredNameStopsTheStartAndTheReading() {
        LogDatabase.execute(database.owner(), """
                insert into log.event values (0, 'Device', 'x', 0, 'e', 'c', 0, 'device.DeviceTeleported', 1, now(), '{}', '{}');
                insert into log.event_kind values ('device.DeviceTeleported', 1, 0)""");

        assertThatThrownBy(() -> CatalogueCheck.requireKnown(reads.kinds()))
                .isInstanceOf(UncataloguedEventException.class)
                .hasMessageContaining("device.DeviceTeleported 1");
        assertThatThrownBy(() -> engine.readEvents(null, false)
                        .forEach(m -> assertThat(m.getPayload()).isNull()))
                .isInstanceOf(UncataloguedEventException.class);
    }

    @Test
    void aNewerRevisionThanTodaysIsUnknownToo() {
        assertThatThrownBy(() -> CatalogueCheck.requireKnown(List.of("device.DeviceRetired 3")))
                .isInstanceOf(UncataloguedEventException.class);
        CatalogueCheck.requireKnown(List.of("device.DeviceRetired 1"));
    }

    private static DomainEventMessage<?> message(long sequence, Object payload) {
        return new GenericDomainEventMessage<>(
                "Device", DEVICE.toString(), sequence, payload, Map.of("tenant", "acme"));
    }
}
