package io.devicetrail.eventstore.stream;

import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.eventstore.LogContract;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.junit.jupiter.api.AfterEach;

/** The contract on our own engine. */
class PostgresLogTest extends LogContract {
    private final LogDatabase database = new LogDatabase();
    private final LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
    private final LogReads reads = new LogReads(database.app());
    private final LogEventStore store = LogEventStore.on(
            PostgresEventStorageEngine.on(
                    writer,
                    reads,
                    new Snapshots(database.app(), SnapshotSerializer.create()),
                    EventSerializer.create()),
            NoOpMessageMonitor.instance(),
            LogEventStore.POLLING);

    @AfterEach
    void close() {
        store.shutDown();
        writer.close();
        database.close();
    }

    @Override
    protected EventStore store() {
        return store;
    }

    @Override
    protected LogPositions positions() {
        return reads;
    }
}
