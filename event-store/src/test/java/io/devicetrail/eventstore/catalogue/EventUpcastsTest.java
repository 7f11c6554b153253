package io.devicetrail.eventstore.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogReads;
import io.devicetrail.eventstore.stream.PostgresEventStorageEngine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A log of an older version: its bytes stay, its events are read as today's. */
class EventUpcastsTest {
    private static final DeviceId DEVICE = DeviceId.of(TenantId.of("acme"), "Sick", "4711");
    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00.000123Z");
    private static final String PAYLOAD = "{\"device\":\"" + DEVICE + "\",\"from\":\"REGISTERED\"}";
    private static final String METADATA = "{\"tenant\":\"acme\"}";

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
    void anEventOfRevisionOneIsReadAsTodaysByAggregateAndByIndex() {
        writer.append(List.of(new EventRow(
                "device",
                DEVICE.toString(),
                0,
                "e-1",
                "c-1",
                0,
                "device.DeviceEnrolled",
                1,
                THEN,
                PAYLOAD.getBytes(StandardCharsets.UTF_8),
                METADATA.getBytes(StandardCharsets.UTF_8))));
        CatalogueCheck.requireKnown(reads.kinds());

        DomainEventMessage<?> ofAggregate =
                engine.readEvents(DEVICE.toString(), 0).next();
        TrackedEventMessage<?> ofStream =
                engine.readEvents(null, false).findFirst().orElseThrow();
        assertThat(List.of(ofAggregate, ofStream)).allSatisfy(event -> {
            assertThat((Object) event.getPayload())
                    .isEqualTo(new DeviceEvent.DeviceEnrolled(DEVICE, LifeCycle.REGISTERED));
            assertThat(event.getMetaData()).containsEntry("tenant", "acme");
            assertThat(event.getTimestamp()).isEqualTo(THEN);
            assertThat(event.getIdentifier()).isEqualTo("e-1");
        });
        assertThat(reads.after(-1, 1).getFirst().getPayload().getData())
                .as("what is stored")
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(PAYLOAD);
    }
}
