package io.devicetrail.eventstore.axonserver;

import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogNotices;
import io.devicetrail.eventstore.stream.LogReads;
import java.util.List;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** One node of the product on an Axon Server, put together as the application does it. */
final class AxonServerNode implements AutoCloseable {
    final LogReads reads;
    final CopiedLog copy;
    final AxonServerEventStore store;
    private final AxonServerLog server;
    private final LogCopier copier;
    private final LogNotices notices;

    AxonServerNode(LogDatabase database, AxonServerAddress address) {
        Serializer serializer = EventSerializer.create();
        server = AxonServerLog.at(address);
        reads = new LogReads(database.app());
        try {
            SameLog sameLog = SameLog.marked(database.app(), server, reads);
            copy = new CopiedLog(server, reads);
            copier = LogCopier.start(server, database.app(), copy, sameLog, serializer);
        } catch (RuntimeException refused) {
            server.close();
            throw refused;
        }
        notices = new LogNotices(database.app(), copier.node(), copy::wake);
        store = AxonServerEventStore.on(
                AxonServerStorageEngine.on(
                        server, copy, reads, new Snapshots(database.app(), SnapshotSerializer.create()), serializer),
                NoOpMessageMonitor.instance());
    }

    static AxonServerAddress address(String server, @Nullable String token) {
        return new AxonServerAddress(List.of(server), "default", token, false, null);
    }

    /** Each waits for a thread of its own to notice. */
    @Override
    public void close() {
        Thread listening = Thread.ofVirtual().start(notices::close);
        copier.close();
        server.close();
        try {
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
