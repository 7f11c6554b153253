package io.devicetrail.app.crash;

import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogReads;
import io.devicetrail.eventstore.stream.PostgresEventStorageEngine;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.NullUnmarked;

/** The product's log on a real PostgreSQL, which nodes come and go on. Its writer keeps nothing of what it wrote. */
@NullUnmarked // what is missing fails the test anyway
final class TestedLog implements AutoCloseable {
    private final LogDatabase database = new LogDatabase();
    private final LogWriter writer = new LogWriter(database.app(), LogWriterSettings.DEFAULT);
    private final PostgresEventStorageEngine engine = PostgresEventStorageEngine.on(
            writer,
            new LogReads(database.app()),
            new Snapshots(database.app(), SnapshotSerializer.create()),
            EventSerializer.create());

    DataSource database() {
        return database.app();
    }

    PostgresEventStorageEngine engine() {
        return engine;
    }

    /** Index of the last event, or -1. */
    long head() {
        return engine.createHeadToken().position().orElse(-1);
    }

    Optional<? extends TrackedEventMessage<?>> next(long after) {
        return engine.readEvents(new GlobalSequenceTrackingToken(after), false).findFirst();
    }

    List<? extends TrackedEventMessage<?>> from(long first) {
        return engine.readEvents(new GlobalSequenceTrackingToken(first - 1), false)
                .toList();
    }

    @Override
    public void close() {
        writer.close();
        database.close();
    }
}
