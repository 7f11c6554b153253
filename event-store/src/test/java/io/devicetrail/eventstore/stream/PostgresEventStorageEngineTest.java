package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.CatalogueCheck;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.catalogue.UncataloguedEventException;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is of this engine alone; what it shares with others is in {@link PostgresLogTest}. */
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
    void theKindsOfEventsAreListed() {
        engine.appendEvents(message(0, new DeviceEvent.DeviceEnrolled(DEVICE, LifeCycle.REGISTERED)));
        engine.appendEvents(message(1, new DeviceEvent.DeviceCommissioned(DEVICE, LifeCycle.ENROLLED)));

        assertThat(reads.kinds()).containsExactly("device.DeviceCommissioned 2", "device.DeviceEnrolled 2");
    }

    @Test
    void aPageIsReadAtATime() {
        for (int i = 0; i < LogReads.PAGE + 1; i++) {
            engine.appendEvents(message(i, new DeviceEvent.DeviceTagged(DEVICE, "n", null, "v" + i)));
        }
        assertThat(reads.after(-1, LogReads.PAGE)).hasSize(LogReads.PAGE);
        assertThat(engine.readEvents(null, false)).hasSize(LogReads.PAGE + 1);
    }

    @Test
    void theStoredEventsOfOneAggregateAreReadPageByPage() {
        DeviceId other = DeviceId.of(TenantId.of("acme"), "Sick", "4712");
        for (int i = 0; i < 2 * StoredStreams.PAGE + 1; i++) {
            engine.appendEvents(message(i, new DeviceEvent.DeviceTagged(DEVICE, "n", null, "v" + i)));
            engine.appendEvents(new GenericDomainEventMessage<>(
                    "device",
                    other.toString(),
                    i,
                    new DeviceEvent.DeviceTagged(other, "n", null, "v" + i),
                    Map.of("tenant", "acme")));
        }
        List<Integer> pages = new ArrayList<>();
        List<Long> indexes = new ArrayList<>();
        List<StoredEntry> page = reads.stored(DEVICE.toString(), StoredStreams.BEGINNING);
        while (!page.isEmpty()) {
            pages.add(page.size());
            page.forEach(entry -> indexes.add(entry.index()));
            page = reads.stored(DEVICE.toString(), page.getLast().index());
        }
        assertThat(pages).containsExactly(StoredStreams.PAGE, StoredStreams.PAGE, 1);
        assertThat(indexes)
                .isEqualTo(LongStream.rangeClosed(0, 2L * StoredStreams.PAGE)
                        .map(i -> 2 * i)
                        .boxed()
                        .toList());
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
