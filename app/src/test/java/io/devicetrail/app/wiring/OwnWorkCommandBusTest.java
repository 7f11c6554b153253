package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionOperations;

/** A process sends commands while it handles an event; its own work may be taken back. */
class OwnWorkCommandBusTest {
    private final InMemoryEventStorageEngine log = new InMemoryEventStorageEngine();
    private final Configuration platform = DefaultConfigurer.defaultConfiguration(false)
            .configureCommandBus(
                    c -> new OwnWorkCommandBus(SimpleCommandBus.builder(), TransactionOperations.withoutTransaction()))
            .configureEmbeddedEventStore(c -> log)
            .configureAggregate(Counter.class)
            .start();
    private final CommandGateway commands = platform.commandGateway();

    @AfterEach
    void shutDown() {
        platform.shutdown();
    }

    @Test
    void whatWasSentIsStoredBeforeTheSendersWorkIs() {
        UnitOfWork<?> work = work();
        commands.sendAndWait(new Count("a"));
        assertThat(stored()).hasSize(1);
        assertThat(CurrentUnitOfWork.get()).isSameAs(work);
        work.rollback();
        assertThat(stored()).hasSize(1);
    }

    /** Another node has stored an event since the record was asked first. */
    @Test
    void aRecordThatIsAskedAgainAnswersByWhatIsStoredNow() {
        UnitOfWork<?> work = work();
        Integer before = commands.sendAndWait(new Ask("a"));
        assertThat(before).isZero();
        Thread.ofVirtual().start(() -> commands.sendAndWait(new Count("a")));
        await().until(() -> stored().size() == 1);
        Integer after = commands.sendAndWait(new Ask("a"));
        assertThat(after).isOne();
        work.commit();
    }

    @Test
    void oneThatFailsTakesNoOtherWithIt() {
        UnitOfWork<?> outer = work();
        UnitOfWork<?> inner = work();
        commands.sendAndWait(new Count("a"));
        assertThatThrownBy(() -> commands.sendAndWait(new Count("bad"))).hasMessageContaining("bad");
        commands.sendAndWait(new Count("b"));
        assertThat(stored()).hasSize(2);
        assertThat(CurrentUnitOfWork.get()).isSameAs(inner);
        assertThat(inner.isRolledBack()).isFalse();
        inner.commit();
        assertThat(CurrentUnitOfWork.get()).isSameAs(outer);
        outer.commit();
        assertThat(CurrentUnitOfWork.isStarted()).isFalse();
    }

    @Test
    void theProductHasIt() {
        CommandBus bus = new LogWiring().commandBus(platform, new DriverManagerDataSource());
        assertThat(bus).isInstanceOf(OwnWorkCommandBus.class);
    }

    private static UnitOfWork<?> work() {
        return DefaultUnitOfWork.startAndGet(new GenericEventMessage<>("an event"));
    }

    private List<EventMessage<?>> stored() {
        return log.readEvents((TrackingToken) null, false).collect(Collectors.toList());
    }

    record Count(@TargetAggregateIdentifier String id) {}

    record Ask(@TargetAggregateIdentifier String id) {}

    record Counted(String id) {}

    @NullUnmarked // Axon fills it
    static class Counter {
        @AggregateIdentifier
        private String id;

        private int count;

        @CommandHandler
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        void handle(Count c) {
            if (c.id().equals("bad")) {
                throw new IllegalStateException("bad");
            }
            AggregateLifecycle.apply(new Counted(c.id()));
        }

        @CommandHandler
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        int handle(Ask c) {
            return count;
        }

        @EventSourcingHandler
        void on(Counted e) {
            id = e.id();
            count++;
        }
    }
}
