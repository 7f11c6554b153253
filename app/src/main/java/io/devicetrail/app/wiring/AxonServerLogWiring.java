package io.devicetrail.app.wiring;

import io.devicetrail.eventstore.axonserver.AxonServerEventStore;
import io.devicetrail.eventstore.axonserver.AxonServerLog;
import io.devicetrail.eventstore.axonserver.AxonServerStorageEngine;
import io.devicetrail.eventstore.axonserver.CopiedLog;
import io.devicetrail.eventstore.axonserver.LogCopier;
import io.devicetrail.eventstore.axonserver.SameLog;
import io.devicetrail.eventstore.catalogue.Stamp;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogNotices;
import io.devicetrail.eventstore.stream.LogReads;
import io.devicetrail.eventstore.stream.PostgresPulse;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * The log on Axon Server, copied into PostgreSQL for all that reads the table. Only the events are there: commands,
 * queries, tokens, sagas, snapshots and dead letters are where they are without it.
 */
@org.springframework.context.annotation.Configuration
@ConditionalOnProperty(name = "devicetrail.event-store", havingValue = "axon-server")
class AxonServerLogWiring {
    @Bean(destroyMethod = "close")
    AxonServerLog axonServerLog(AxonServerSettings settings) {
        return AxonServerLog.at(settings.address());
    }

    /** What waits for a position, and what asks whether a command was stored, asks Axon Server first. */
    @Bean
    @Primary
    CopiedLog copiedLog(AxonServerLog server, LogReads reads) {
        return new CopiedLog(server, reads);
    }

    /** Of the copy: a command asks it as well. That Axon Server is away its own connection says at once. */
    @Bean(destroyMethod = "close")
    PostgresPulse logPulse(DataSource dataSource) {
        return new PostgresPulse(dataSource);
    }

    @Bean(destroyMethod = "close")
    LogCopier logCopier(
            DataSource dataSource,
            AxonServerLog server,
            CopiedLog copy,
            LogReads reads,
            @Qualifier("eventSerializer") Serializer eventSerializer) {
        SameLog sameLog = SameLog.marked(dataSource, server, reads);
        LogCopier copier = LogCopier.start(server, dataSource, copy, sameLog, eventSerializer);
        copy.awaitContact();
        return copier;
    }

    /** Not before the copier is there: it refuses the start where the log is another one. */
    @Bean("eventBus")
    AxonServerEventStore eventStore(
            AxonServerLog server,
            CopiedLog copy,
            LogCopier copier,
            LogReads reads,
            Snapshots snapshots,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            Configuration configuration,
            Stamp stamp) {
        AxonServerEventStore store = AxonServerEventStore.on(
                AxonServerStorageEngine.on(server, copy, reads, snapshots, eventSerializer),
                configuration.messageMonitor(AxonServerEventStore.class, "eventStore"));
        store.registerDispatchInterceptor(stamp);
        return store;
    }

    /** Another node may be the one that copies. */
    @Bean(destroyMethod = "close")
    LogNotices logNotices(DataSource dataSource, LogCopier copier, CopiedLog copy) {
        return new LogNotices(dataSource, copier.node(), copy::wake);
    }

    @Bean
    LogCopyHealth logCopyHealthIndicator(CopiedLog copy) {
        return new LogCopyHealth(copy);
    }
}
