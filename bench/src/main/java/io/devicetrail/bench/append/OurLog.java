package io.devicetrail.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogReads;
import io.devicetrail.eventstore.stream.PostgresEventStorageEngine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** The product's event store, wired as the application wires it. */
final class OurLog implements Appender {
    private final HikariDataSource pool;
    private final LogWriter writer;
    private final EventStorageEngine engine;

    private OurLog(HikariDataSource pool) {
        this.pool = pool;
        this.writer = new LogWriter(pool, LogWriterSettings.DEFAULT);
        this.engine = PostgresEventStorageEngine.on(
                writer, new LogReads(pool), new Snapshots(pool, SnapshotSerializer.create()), EventSerializer.create());
    }

    static OurLog empty(BenchDatabase database) throws SQLException {
        database.asOwner(
                "alter table log.event disable trigger append_only",
                "truncate log.event",
                "alter table log.event enable trigger append_only");
        return new OurLog(database.pool(AppendBench.POOL));
    }

    @Override
    public EventStorageEngine engine() {
        return engine;
    }

    @Override
    public long stored() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*), coalesce(max(index), -1) + 1 from log.event")) {
            row.next();
            if (row.getLong(1) != row.getLong(2)) {
                throw new IllegalStateException(
                        "the log holds " + row.getLong(1) + " events below index " + row.getLong(2) + ": a gap");
            }
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        writer.close();
        pool.close();
    }
}
