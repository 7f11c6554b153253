package io.devicetrail.app.wiring;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.devicetrail.app.processors.ByDevice;
import io.devicetrail.app.processors.DeviceSequence;
import io.devicetrail.app.processors.Processors;
import io.devicetrail.app.processors.Segments;
import io.devicetrail.domain.rolloutrun.Hearing;
import io.devicetrail.eventstore.deadletter.DeadLetters;
import io.devicetrail.queryside.position.ReadModelName;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurationScopeAwareProvider;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;

/** What reads the log: projections, sagas, deadlines, and what they remember. */
@org.springframework.context.annotation.Configuration
class ProcessWiring {
    /** How often due deadlines are looked for. */
    static final Duration DEADLINE_POLLING = Duration.ofMillis(250);
    /**
     * Deadlines handled at once. One of a saga whose processor is at a batch waits for the end of that batch. Each has one
     * of the pool's connections for as long as it takes, and a second one while a command that it sent is handled.
     */
    static final int DEADLINE_THREADS = 4;
    /** How often a node says that it is still at the deadlines that it has taken. */
    static final Duration DEADLINE_HEARTBEAT = Duration.ofSeconds(5);
    /** So many heartbeats missed, 20 seconds, and what a node had taken when it died is taken again. */
    static final int DEADLINE_MISSED_HEARTBEATS = 4;

    /**
     * A processor's token, its handlers' rows and its sagas commit together, and wait for the disk: a processor goes on
     * from what it remembers, so a commit that a recovering PostgreSQL took back would be an event never seen again.
     */
    @Bean
    TransactionManager processorTransactions(PlatformTransactionManager transactions) {
        return new SpringTransactionManager(transactions);
    }

    /** Within a transaction of Spring's, its connection; outside of one, a connection of the pool. */
    @Bean
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(dataSource));
    }

    @Bean
    TokenStore tokenStore(ConnectionProvider connections, Serializer serializer) {
        return JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .nodeId(Segments.NODE)
                .claimTimeout(Segments.CLAIM_TIMEOUT)
                .schema(TokenSchema.builder()
                        .setTokenTable("process.token")
                        .setProcessorNameColumn("processor_name")
                        .setTokenTypeColumn("token_type")
                        .build())
                .build();
    }

    @Bean
    SagaStore<Object> sagaStore(ConnectionProvider connections, Serializer serializer) {
        SagaSchema schema = SagaSchema.builder()
                .sagaEntryTable("process.saga")
                .associationValueEntryTable("process.saga_association")
                .sagaIdColumn("saga_id")
                .sagaTypeColumn("saga_type")
                .revisionColumn("revision")
                .serializedSagaColumn("serialized_saga")
                .associationKeyColumn("association_key")
                .associationValueColumn("association_value")
                .build();
        PostgresSagaSqlSchema sql = new PostgresSagaSqlSchema(schema);
        // Who has read a saga is the only one to change it until it has stored it: an event may be handled on one node
        // and a deadline on another at the same time, and Axon's own lock is one of the JVM.
        sql.setExclusiveLoad(true);
        return JdbcSagaStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .sqlSchema(sql)
                .build();
    }

    /**
     * A deadline is stored and cancelled with the work that asked for it, in one transaction: a saga that is taken back has
     * set none. The deadline manager starts and stops the scheduler, which in turn calls the deadline manager.
     */
    @Bean
    DeadlineManager deadlineManager(
            DataSource dataSource,
            FlywayMigrationInitializer migrated,
            Configuration configuration,
            TransactionManager transactions,
            Serializer serializer) {
        AtomicReference<DbSchedulerDeadlineManager> manager = new AtomicReference<>();
        Scheduler scheduler = Scheduler.create(
                        new TransactionAwareDataSourceProxy(dataSource), DeadlineTask.of(manager::get))
                .tableName("process.scheduled_task")
                .threads(DEADLINE_THREADS)
                .pollingInterval(DEADLINE_POLLING)
                .heartbeatInterval(DEADLINE_HEARTBEAT)
                .missedHeartbeatsLimit(DEADLINE_MISSED_HEARTBEATS)
                .build();
        DbSchedulerDeadlineManager built = new CancellableDeadlines(
                DbSchedulerDeadlineManager.builder()
                        .scheduler(scheduler)
                        .scopeAwareProvider(new ConfigurationScopeAwareProvider(configuration))
                        .transactionManager(transactions)
                        .serializer(serializer),
                scheduler);
        manager.set(built);
        return built;
    }

    @Bean
    DeadLetters deadLetters(ConnectionProvider connections, FlywayMigrationInitializer migrated) {
        return new DeadLetters(connections);
    }

    /** Without an ingress no report comes to this node, and no device is silent by its word. */
    @Bean
    @ConditionalOnProperty(prefix = "devicetrail.ingress", name = "enabled", havingValue = "false")
    Hearing nobodyHears() {
        return Hearing.NONE;
    }

    /** Handlers pass errors on: what becomes of an event that cannot be applied is decided in one place. */
    @Bean
    ConfigurerModule eventProcessing(Processors processors) {
        return configurer -> configurer.eventProcessing(processing -> processing
                .registerEventProcessorFactory(processors::build)
                .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                .registerSequencingPolicy(ReadModelName.DEVICES, c -> new DeviceSequence())
                .registerSequencingPolicy("command-delivery", c -> new ByDevice())
                .registerDefaultSequencingPolicy(c -> SequentialPerAggregatePolicy.instance()));
    }
}
