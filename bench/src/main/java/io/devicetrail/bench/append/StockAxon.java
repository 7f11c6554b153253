package io.devicetrail.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;

/**
 * The control: Axon's own JDBC engine, with the same serializer and role. Each append commits by itself (autocommit),
 * which saves the round trips of begin and commit: the fastest this engine can be used for single events.
 */
final class StockAxon implements Appender {
    private static final String TABLE = "stock.domain_event_entry";
    private static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable(TABLE)
            .snapshotTable("stock.snapshot_event_entry")
            .build();

    private final HikariDataSource pool;
    private final EventStorageEngine engine;

    private StockAxon(HikariDataSource pool) {
        Serializer serializer = EventSerializer.create();
        this.pool = pool;
        this.engine = JdbcEventStorageEngine.builder()
                .connectionProvider(new DataSourceConnectionProvider(pool))
                .transactionManager(NoTransactionManager.instance())
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .schema(SCHEMA)
                .build();
    }

    static StockAxon empty(BenchDatabase database) throws SQLException {
        database.asOwner("drop schema if exists stock cascade", "create schema stock");
        try (Connection owner = database.owner()) {
            PostgresEventTableFactory.INSTANCE
                    .createDomainEventTable(owner, SCHEMA)
                    .execute();
        }
        String role = PostgresRoles.APPLICATION;
        database.asOwner(
                "grant usage on schema stock to " + role,
                "grant select, insert on all tables in schema stock to " + role,
                "grant usage on all sequences in schema stock to " + role);
        return new StockAxon(database.pool(AppendBench.POOL));
    }

    @Override
    public EventStorageEngine engine() {
        return engine;
    }

    @Override
    public long stored() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + TABLE)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
