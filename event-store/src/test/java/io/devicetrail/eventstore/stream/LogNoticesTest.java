package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: what one stores, the readers of the other see. */
class LogNoticesTest {
    private static final DeviceId DEVICE = DeviceId.of(TenantId.of("acme"), "Sick", "4711");
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int SOON_SECONDS = 10;

    private final LogDatabase database = new LogDatabase();
    private final LogReads reads = new LogReads(database.app());
    private final LogWriter here = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
    private final LogWriter elsewhere = new LogWriter(database.app(), LogWriterSettings.DEFAULT);

    @AfterEach
    void close() {
        here.close();
        elsewhere.close();
        database.close();
    }

    @Test
    void aNoticeWakesReadersThatWouldNotHaveLooked() throws Exception {
        LogEventStore store = store(NEVER);
        try (var stream = store.openStream(null);
                LogNotices notices = new LogNotices(database.app(), here.node(), store::wake)) {
            await().until(notices::listening);
            appendElsewhere(0);
            assertThat(stream.hasNextAvailable(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            stream.nextAvailable();

            LogDatabase.execute(
                    database.owner(),
                    "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen devicetrail_log%'"
                            + " and datname = current_database()");
            appendElsewhere(1);
            assertThat(stream.hasNextAvailable(SOON_SECONDS, TimeUnit.SECONDS))
                    .as("after the connection was lost")
                    .isTrue();
        }
        store.shutDown();
    }

    @Test
    void withoutNoticesThereIsPolling() throws Exception {
        LogEventStore store = store(Duration.ofMillis(100));
        try (var stream = store.openStream(null)) {
            assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
            appendElsewhere(0);
            assertThat(stream.hasNextAvailable(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        store.shutDown();
    }

    /** The control of both tests: with neither, a reader that has looked once sees nothing more. */
    @Test
    void withNeitherNothingIsSeen() throws Exception {
        LogEventStore store = store(NEVER);
        try (var stream = store.openStream(null)) {
            assertThat(stream.hasNextAvailable(200, TimeUnit.MILLISECONDS)).isFalse();
            appendElsewhere(0);
            assertThat(stream.hasNextAvailable(500, TimeUnit.MILLISECONDS)).isFalse();
        }
        store.shutDown();
    }

    private LogEventStore store(Duration polling) {
        return LogEventStore.on(engine(here), NoOpMessageMonitor.instance(), polling);
    }

    private void appendElsewhere(long sequence) {
        engine(elsewhere)
                .appendEvents(new GenericDomainEventMessage<>(
                        "device",
                        DEVICE.toString(),
                        sequence,
                        new GenericMessage<>(
                                new DeviceEvent.DeviceTagged(DEVICE, "n", null, "v"), Map.of("tenant", "acme")),
                        Instant.now()));
    }

    private PostgresEventStorageEngine engine(LogWriter writer) {
        return PostgresEventStorageEngine.on(
                writer, reads, new Snapshots(database.app(), SnapshotSerializer.create()), EventSerializer.create());
    }
}
