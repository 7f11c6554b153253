package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.LogDatabase;
import java.time.Instant;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process cancels a deadline while it handles an event, which may be when the deadline fires. */
class CancellableDeadlinesTest {
    private static final String NAME = "command-timeout";

    private final LogDatabase database = new LogDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.app());
    private final DeadlineManager deadlines = new ProcessWiring()
            .deadlineManager(
                    database.app(),
                    new FlywayMigrationInitializer(
                            Flyway.configure().dataSource(database.owner()).load()),
                    DefaultConfigurer.defaultConfiguration(false).buildConfiguration(),
                    NoTransactionManager.instance(),
                    Jackson3Serializer.builder().build());
    private final String deadline =
            deadlines.schedule(Instant.parse("2126-11-20T10:00:00Z"), NAME, "c-1", new SagaScopeDescriptor("S", "1"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWaitsIsCancelled() {
        assertThat(count()).isOne();
        cancelledWithin(deadline);
        assertThat(count()).isZero();
    }

    /** As it is left by a node that was killed in the middle of it, too. */
    @Test
    void whatIsBeingHandledIsLeftAndTheWorkIsCommitted() {
        jdbc.sql("update process.scheduled_task set picked = true, picked_by = 'a node', last_heartbeat = now()")
                .update();
        cancelledWithin(deadline);
        assertThat(count()).isOne();
        deadlines.cancelSchedule(NAME, deadline);
        assertThat(count()).isOne();
    }

    @Test
    void whatIsGoneIsNoHindrance() {
        cancelledWithin("gone");
        assertThat(count()).isOne();
    }

    private void cancelledWithin(String id) {
        UnitOfWork<EventMessage<?>> work = DefaultUnitOfWork.startAndGet(new GenericEventMessage<>("event"));
        deadlines.cancelSchedule(NAME, id);
        work.commit();
        assertThat(work.isRolledBack()).isFalse();
    }

    private int count() {
        return jdbc.sql("select count(*) from process.scheduled_task")
                .query(Integer.class)
                .single();
    }
}
