package io.devicetrail.app.crash;

import io.devicetrail.app.wiring.OwnWorkCommandBus;
import io.devicetrail.app.wiring.ProcessStores;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.catalogue.Provenance;
import io.devicetrail.eventstore.stream.LogEventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.Registration;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurationParameterResolverFactory;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.monitoring.NoOpMessageMonitor;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * A node with one kind of process, on a log and a store of processes that outlive it. It dies once, at one event of its
 * log, and is started anew: commands, aggregates and processes of the next know what is stored, and nothing else.
 */
@NullUnmarked // what is missing fails the test anyway
final class MortalNode<T> implements AutoCloseable {
    /** When, and what is lost. */
    enum Death {
        /** As the event is stored: who asked for it hears nothing, nobody has read it, a deadline that asked fires again. */
        STORED,
        /** When all that read the event have done what they do, and before that is stored: it comes again. */
        READ,
        /** The same, and the store of processes is lost: the log is read from its beginning. */
        PROCESSES_LOST,
        /** What is stored of processes is lost, and how far they have read is not. */
        ROWS_LOST,
        /** The deadlines that are waited for when it has been read at last are lost, and what is stored of processes is not. */
        DEADLINES_LOST;

        /** Whether nothing is lost, or all that has to be for the rest to be made anew. */
        boolean heals() {
            return this == STORED || this == READ || this == PROCESSES_LOST;
        }
    }

    /** Past everything that the product catches. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1;

        Died() {
            super("killed", null, false, false);
        }
    }

    private final TestedLog log;
    private final Death death;
    private final long first;
    private final long dieAt;
    private final Consumer<Configurer> parts;
    private final Class<T> type;
    private final Supplier<T> made;
    private final Deadlines deadlines;
    private final TransactionManager transactions;
    private final SagaStore<Object> sagas;
    private final List<TrackedEventMessage<?>> life = new ArrayList<>();
    private Consumer<EventMessage<?>> reader = event -> {};
    private Configuration running;
    private AnnotatedSagaManager<T> processes;
    private long read;
    private boolean died;

    /** @param dieAt number of the event at which it dies, from 0; a negative number never comes */
    MortalNode(
            TestedLog log,
            Death death,
            int dieAt,
            Deadlines deadlines,
            Class<T> type,
            Supplier<T> made,
            Consumer<Configurer> parts) {
        this.log = log;
        this.death = death;
        this.first = log.head() + 1;
        this.dieAt = dieAt < 0 ? Long.MAX_VALUE : first + dieAt;
        this.deadlines = deadlines;
        this.type = type;
        this.made = made;
        this.parts = parts;
        this.transactions = new SpringTransactionManager(new DataSourceTransactionManager(log.database()));
        this.sagas = ProcessStores.sagas(log.database());
        this.read = log.head();
        start();
    }

    /** Another reader of the log, that keeps nothing but how far it has read. */
    void reads(Consumer<EventMessage<?>> another) {
        reader = another;
    }

    boolean died() {
        return died;
    }

    /** All events of its life. */
    List<TrackedEventMessage<?>> log() {
        life.addAll(log.from(first + life.size()));
        return life;
    }

    private void start() {
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .configureCommandBus(c -> new Bus())
                .configureEventStore(
                        c -> LogEventStore.on(log.engine(), NoOpMessageMonitor.INSTANCE, LogEventStore.POLLING));
        parts.accept(configurer);
        running = configurer.start();
        running.commandBus().registerHandlerInterceptor(new CorrelationDataInterceptor<>(List.of(new Provenance())));
        ParameterResolverFactory parameters = MultiParameterResolverFactory.ordered(
                ClasspathParameterResolverFactory.forClass(type), new ConfigurationParameterResolverFactory(running));
        processes = AnnotatedSagaManager.<T>builder()
                .sagaType(type)
                .sagaFactory(made)
                .parameterResolverFactory(parameters)
                .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                .sagaRepository(AnnotatedSagaRepository.<T>builder()
                        .sagaType(type)
                        .sagaStore(sagas)
                        .parameterResolverFactory(parameters)
                        .build())
                .build();
    }

    private void startAnew() {
        died = true;
        running.shutdown();
        if (death == Death.PROCESSES_LOST || death == Death.ROWS_LOST) {
            LogDatabase.execute(log.database(), "delete from process.saga_association; delete from process.saga");
        }
        if (death == Death.PROCESSES_LOST) {
            read = first - 1;
        }
        start();
    }

    /** All that is in the log and was not read yet. */
    void read() {
        for (Optional<? extends TrackedEventMessage<?>> next = log.next(read);
                next.isPresent();
                next = log.next(read)) {
            handle(next.get());
        }
    }

    private void handle(TrackedEventMessage<?> event) {
        long index = event.trackingToken().position().orElseThrow();
        within(
                event,
                () -> {
                    reader.accept(event);
                    processes.handle(event, Segment.ROOT_SEGMENT);
                    if (death != Death.STORED && index == dieAt && !died) {
                        throw new Died();
                    }
                },
                () -> {
                    read = index;
                    if (death == Death.DEADLINES_LOST && index == dieAt) {
                        deadlines.lose();
                    }
                });
    }

    /** Lets the next deadline fire that is due by then; gives when that was. Who dies over it finds it due again. */
    Optional<Instant> fire(Instant now, Instant until) {
        return deadlines.first(until).map(due -> {
            Instant then = due.at().isAfter(now) ? due.at() : now;
            var message = due.fired(then);
            within(message, () -> processes.send(message, due.scope()), () -> deadlines.handled(due));
            return then;
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private void within(EventMessage<?> message, Work handling, Runnable stored) {
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(message);
        work.attachTransaction(transactions);
        try {
            handling.run();
            work.commit();
            stored.run();
        } catch (Died d) {
            work.rollback(d);
            startAnew();
        } catch (Exception e) {
            work.rollback(e);
            throw new AssertionError(e);
        }
    }

    /** Of a part of the node, which dies with it. */
    Object sendFromWithin(Object command, Map<String, ?> metadata) {
        return running.commandGateway()
                .sendAndWait(GenericCommandMessage.asCommandMessage(command).andMetaData(metadata));
    }

    /** Of somebody outside, who asks again when no answer came; what they asked for may be done by then. */
    void send(Object command, Map<String, ?> metadata) {
        try {
            sendFromWithin(command, metadata);
        } catch (Died d) {
            startAnew();
            try {
                sendFromWithin(command, metadata);
            } catch (CommandExecutionException done) {
                // Refused, as it is.
            }
        }
    }

    @Override
    public void close() {
        running.shutdown();
    }

    /** The product's, on a node that may die as soon as something is stored. */
    private final class Bus implements CommandBus {
        private final CommandBus bus = new OwnWorkCommandBus(
                SimpleCommandBus.builder().transactionManager(NoTransactionManager.instance()),
                OwnWorkCommandBus.apartFromTransactionsOn(log.database()));

        @Override
        public <C> void dispatch(CommandMessage<C> command) {
            throw new UnsupportedOperationException("nobody waits for the answer");
        }

        @Override
        public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
            bus.dispatch(command, callback);
            if (death == Death.STORED && !died && log.head() >= dieAt) {
                throw new Died();
            }
        }

        @Override
        public Registration subscribe(String command, MessageHandler<? super CommandMessage<?>> handler) {
            return bus.subscribe(command, handler);
        }

        @Override
        public Registration registerHandlerInterceptor(
                MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
            return bus.registerHandlerInterceptor(interceptor);
        }

        @Override
        public Registration registerDispatchInterceptor(
                MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
            return bus.registerDispatchInterceptor(interceptor);
        }
    }
}
