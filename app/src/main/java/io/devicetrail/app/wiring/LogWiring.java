package io.devicetrail.app.wiring;

import io.devicetrail.app.clock.KernelClock;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.eventstore.append.AppendOnly;
import io.devicetrail.eventstore.append.DurableCommits;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.NotDurableException;
import io.devicetrail.eventstore.append.PlainTables;
import io.devicetrail.eventstore.catalogue.CatalogueCheck;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.catalogue.Provenance;
import io.devicetrail.eventstore.catalogue.Stamp;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.KeptAggregates;
import io.devicetrail.eventstore.stream.LogReads;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.eventsourcing.SpringAggregateSnapshotter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** What is the same on whatever the log is stored, and the command bus before it: commands never leave this node. */
@org.springframework.context.annotation.Configuration
class LogWiring {
    /** Events of an aggregate since its last snapshot, before there is another. */
    static final int EVENTS_BEFORE_SNAPSHOT = 100;
    /** The same where one event may be about hundreds of devices, as the reports of a rollout are. */
    static final int LARGE_EVENTS_BEFORE_SNAPSHOT = 10;
    /** Rollouts in memory, of those that are asked most; one of 100,000 devices takes some tens of megabytes. */
    static final int MOST_LARGE_AGGREGATES = 4;

    @Bean
    LogReads logReads(DataSource dataSource, FlywayMigrationInitializer migrated) {
        requireDurable(dataSource);
        requirePlain(dataSource);
        requireAppendOnly(dataSource);
        LogReads reads = new LogReads(dataSource);
        CatalogueCheck.requireKnown(reads.kinds());
        return reads;
    }

    private static void requireDurable(DataSource dataSource) {
        try {
            DurableCommits.require(dataSource);
        } catch (NotDurableException lossy) {
            throw new StartFailure(
                    "The log is not kept on a database that forgets: " + lossy.getMessage(),
                    "Switch it on in postgresql.conf, and take it from the role and from the address of the database",
                    lossy);
        } catch (SQLException away) {
            throw new StartFailure(
                    "PostgreSQL does not say whether its commits last: " + away.getMessage(),
                    "See that the server can be reached, and start again",
                    away);
        }
    }

    /** First of what is asked of the tables: a view in their place has no owner that {@link AppendOnly} finds. */
    private static void requirePlain(DataSource dataSource) {
        try {
            List<String> departures = PlainTables.departures(dataSource);
            if (!departures.isEmpty()) {
                throw new StartFailure(
                        "The log's tables are not as the migrations make them, so that who reads them may be shown"
                                + " another log: " + String.join(", ", departures),
                        "Find out who did that, keep a copy of the database as evidence, undo it as the database's owner,"
                                + " and run ./devicetrail verify");
            }
        } catch (SQLException away) {
            throw new StartFailure(
                    "PostgreSQL does not say what the log's tables are: " + away.getMessage(),
                    "See that the server can be reached, and start again",
                    away);
        }
    }

    private static void requireAppendOnly(DataSource dataSource) {
        try {
            List<String> excess = AppendOnly.excess(dataSource);
            if (!excess.isEmpty()) {
                throw new StartFailure(
                        "The application's role of PostgreSQL could change the log: it " + String.join(", ", excess),
                        "Give devicetrail.postgres.username a role of its own that owns nothing, as docs/site/roles.sh makes"
                                + " it");
            }
        } catch (SQLException away) {
            throw new StartFailure(
                    "PostgreSQL does not say what the application's role may do: " + away.getMessage(),
                    "See that the server can be reached, and start again",
                    away);
        }
    }

    /** For tokens, sagas and deadlines: class names are fine there, nothing of it is history. */
    @Bean
    @Primary
    Serializer serializer() {
        return Jackson3Serializer.builder().build();
    }

    @Bean
    @Qualifier("eventSerializer") Serializer eventSerializer() {
        return EventSerializer.create();
    }

    @Bean
    Snapshots snapshotTable(DataSource dataSource, FlywayMigrationInitializer migrated) {
        return new Snapshots(dataSource, SnapshotSerializer.create());
    }

    /** Without a transaction around it: reads and the one write each take a connection, one after the other. */
    @Bean
    Snapshotter snapshotter(
            Configuration configuration,
            HandlerDefinition handlers,
            ParameterResolverFactory parameters,
            EventStore store) {
        return SpringAggregateSnapshotter.builder()
                .repositoryProvider(configuration::repository)
                .transactionManager(NoTransactionManager.instance())
                .eventStore(store)
                .parameterResolverFactory(parameters)
                .handlerDefinition(handlers)
                .build();
    }

    /** For the aggregates that may grow long, by this bean's name. */
    @Bean
    SnapshotTriggerDefinition snapshots(Snapshotter snapshotter) {
        return new EventCountSnapshotTriggerDefinition(snapshotter, EVENTS_BEFORE_SNAPSHOT);
    }

    /** For those with large events, by this bean's name. */
    @Bean
    SnapshotTriggerDefinition snapshotsOfLargeEvents(Snapshotter snapshotter) {
        return new EventCountSnapshotTriggerDefinition(snapshotter, LARGE_EVENTS_BEFORE_SNAPSHOT);
    }

    /** For rollouts, by this bean's name. */
    @Bean
    Cache largeAggregates(EventStore store, ObjectProvider<LogWriter> writers) {
        return new KeptAggregates(store, () -> writers.stream().anyMatch(LogWriter::fellBack), MOST_LARGE_AGGREGATES);
    }

    @Bean
    Stamp stamp(ZoneId zone) {
        KernelClock kernel = new KernelClock();
        return new Stamp(zone, () -> kernel.estimate().map(LogWiring::quality).orElse(Map.of()));
    }

    private static Map<String, String> quality(KernelClock.Estimate estimate) {
        return Map.of(
                Metadata.CLOCK_OFFSET_MILLIS,
                String.valueOf(estimate.offsetMillis()),
                Metadata.CLOCK_UNCERTAINTY_MILLIS,
                String.valueOf(estimate.uncertaintyMillis()));
    }

    @Bean
    CorrelationDataProvider provenance() {
        return new Provenance();
    }

    /** Without a database transaction: the log's writer commits on its own connection, and nothing else may join it. */
    @Bean
    @Qualifier("localSegment") CommandBus commandBus(Configuration configuration, DataSource dataSource) {
        SimpleCommandBus bus = new OwnWorkCommandBus(
                SimpleCommandBus.builder()
                        .transactionManager(NoTransactionManager.instance())
                        .messageMonitor(configuration.messageMonitor(CommandBus.class, "commandBus")),
                OwnWorkCommandBus.apartFromTransactionsOn(dataSource));
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(configuration.correlationDataProviders()));
        return bus;
    }
}
