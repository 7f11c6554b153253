package io.devicetrail.app.crash;

import io.devicetrail.app.wiring.OwnWorkCommandBus;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurationParameterResolverFactory;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.deadline.DeadlineMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.transaction.support.TransactionOperations;

/** A platform whose processes read its log event by event, and die once after one of them. The log stays. */
@NullUnmarked // what is missing fails the test anyway
final class Killed {
    private static final String COMMAND_SIDE = "io.devicetrail.commandside.";

    /** What is lost. */
    enum Loss {
        /** The processes die before they have stored what they made of the event: it comes again. */
        LAST_STEP,
        /** Their stores are lost: the log is read from the beginning. */
        STORE
    }

    private final Loss loss;
    private final int killAfter;
    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine();
    private final Configuration configuration;
    private final List<Supplier<AnnotatedSagaManager<?>>> made = new ArrayList<>();
    private final List<Consumer<EventMessage<?>>> readers = new ArrayList<>();
    private List<AnnotatedSagaManager<?>> processes = List.of();
    private int read;
    private boolean killed;

    Killed(Loss loss, int killAfter, Consumer<Configurer> platform) {
        this.loss = loss;
        this.killAfter = killAfter;
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                // The product's: what a command stored is stored, whatever becomes of who sent it.
                .configureCommandBus(c ->
                        new OwnWorkCommandBus(SimpleCommandBus.builder(), TransactionOperations.withoutTransaction()))
                .configureEmbeddedEventStore(c -> engine);
        platform.accept(configurer);
        this.configuration = configurer.start();
    }

    Configuration configuration() {
        return configuration;
    }

    boolean killed() {
        return killed;
    }

    List<EventMessage<?>> log() {
        return new ArrayList<>(engine.readEvents((TrackingToken) null, false).collect(Collectors.toList()));
    }

    /** One that keeps nothing but how far it has read. */
    void reads(Consumer<EventMessage<?>> reader) {
        readers.add(reader);
    }

    <T> void runs(Class<T> type, Supplier<T> saga) {
        made.add(() -> process(type, saga));
        begin();
    }

    private void begin() {
        processes = new ArrayList<>();
        made.forEach(one -> processes.add(one.get()));
    }

    /** All that is in the log and was not read yet. */
    void read() {
        while (read < log().size()) {
            EventMessage<?> event = log().get(read);
            if (read == killAfter && !killed) {
                killed = true;
                handle(event, false);
                if (loss == Loss.STORE) {
                    readAgain();
                }
            } else {
                handle(event, true);
                read++;
            }
        }
    }

    /** From the beginning, with nothing remembered. */
    void readAgain() {
        begin();
        read = 0;
        read();
    }

    /** What it sent is sent, whether or not it could store that. */
    private void handle(EventMessage<?> event, boolean stored) {
        readers.forEach(reader -> reader.accept(event));
        for (AnnotatedSagaManager<?> process : processes) {
            UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(event);
            try {
                process.handle(event, Segment.ROOT_SEGMENT);
            } catch (Exception e) {
                work.rollback(e);
                throw new AssertionError(e);
            }
            if (stored) {
                work.commit();
            } else {
                work.rollback();
            }
        }
    }

    /** A deadline fires, for a process that may be gone. */
    void due(ScopeDescriptor scope, DeadlineMessage<?> deadline) {
        for (AnnotatedSagaManager<?> process : processes) {
            if (process.canResolve(scope)) {
                UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(deadline);
                try {
                    process.send(deadline, scope);
                } catch (Exception e) {
                    work.rollback(e);
                    throw new AssertionError(e);
                }
                work.commit();
            }
        }
    }

    private <T> AnnotatedSagaManager<T> process(Class<T> type, Supplier<T> saga) {
        ParameterResolverFactory parameters = MultiParameterResolverFactory.ordered(
                ClasspathParameterResolverFactory.forClass(type),
                new ConfigurationParameterResolverFactory(configuration));
        return AnnotatedSagaManager.<T>builder()
                .sagaType(type)
                .sagaFactory(saga)
                .parameterResolverFactory(parameters)
                .sagaRepository(AnnotatedSagaRepository.<T>builder()
                        .sagaType(type)
                        .sagaStore(new CopiedSagas())
                        .parameterResolverFactory(parameters)
                        .build())
                .build();
    }

    /** A port that a test answers for, by the name of the method and its first argument. */
    static <T> T answering(Class<T> port, BiFunction<String, Object, Object> answers) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, given) -> method.getReturnType() == void.class
                        ? null
                        : answers.apply(method.getName(), given == null ? null : given[0])));
    }

    /** Of the command side, whose parts are its own; the tests of crashes put them together without Spring. */
    static Class<?> type(String name) {
        try {
            return Class.forName(COMMAND_SIDE + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    static Object made(String name, Object... given) {
        Constructor<?> constructor = Stream.of(type(name).getDeclaredConstructors())
                .filter(one -> one.getParameterCount() == given.length)
                .findFirst()
                .orElseThrow();
        constructor.setAccessible(true);
        try {
            return constructor.newInstance(given);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static void register(Configurer configurer, String name, Object component) {
        register(configurer, name, c -> component);
    }

    @SuppressWarnings("unchecked")
    static void register(Configurer configurer, String name, Function<Configuration, Object> component) {
        configurer.registerComponent((Class<Object>) type(name), component);
    }
}
