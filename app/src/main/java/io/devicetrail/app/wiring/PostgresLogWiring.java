package io.devicetrail.app.wiring;

import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.axonserver.SameLog;
import io.devicetrail.eventstore.catalogue.Stamp;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogEventStore;
import io.devicetrail.eventstore.stream.LogNotices;
import io.devicetrail.eventstore.stream.LogReads;
import io.devicetrail.eventstore.stream.PostgresEventStorageEngine;
import io.devicetrail.eventstore.stream.PostgresPulse;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;

/** The log on PostgreSQL, the default. */
@org.springframework.context.annotation.Configuration
@ConditionalOnProperty(name = "devicetrail.event-store", havingValue = "postgresql", matchIfMissing = true)
class PostgresLogWiring {
    @Bean(destroyMethod = "close")
    LogWriter logWriter(DataSource dataSource, FlywayMigrationInitializer migrated) {
        SameLog.requireNoCopy(dataSource);
        return new LogWriter(dataSource, LogWriterSettings.DEFAULT);
    }

    @Bean
    PostgresEventStorageEngine eventStorageEngine(
            LogWriter writer,
            LogReads reads,
            Snapshots snapshots,
            @Qualifier("eventSerializer") Serializer eventSerializer) {
        return PostgresEventStorageEngine.on(writer, reads, snapshots, eventSerializer);
    }

    @Bean("eventBus")
    LogEventStore eventStore(PostgresEventStorageEngine engine, Configuration configuration, Stamp stamp) {
        LogEventStore store = LogEventStore.on(
                engine, configuration.messageMonitor(LogEventStore.class, "eventStore"), LogEventStore.POLLING);
        store.registerDispatchInterceptor(stamp);
        return store;
    }

    @Bean(destroyMethod = "close")
    PostgresPulse logPulse(DataSource dataSource, FlywayMigrationInitializer migrated) {
        return new PostgresPulse(dataSource);
    }

    @Bean
    LogWriterHealth logWriterHealthIndicator(LogWriter writer) {
        return new LogWriterHealth(writer, LogWriterHealth.FAILING);
    }

    /** Other nodes on the same database add to the log as well. */
    @Bean(destroyMethod = "close")
    LogNotices logNotices(DataSource dataSource, LogWriter writer, LogEventStore store) {
        return new LogNotices(dataSource, writer.node(), store::wake);
    }
}
