package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
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
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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

    @Test
    void oneThatFailsIsDueAgainSoonAndThenLessOften() {
        assertThat(Stream.of(0, 1, 2, 4, 5, 1_000).map(DeadlineTask::pauseAfter))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(16),
                        DeadlineTask.LONGEST_PAUSE,
                        DeadlineTask.LONGEST_PAUSE);
        // Nobody answers for its scope, or reads it: it fails for as long as it is there.
        jdbc.sql("update process.scheduled_task set execution_time = now(), task_data = 'no deadline'::bytea")
                .update();
        DbSchedulerDeadlineManager running = (DbSchedulerDeadlineManager) deadlines;
        running.start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> jdbc.sql("select coalesce(max(consecutive_failures), 0) from process.scheduled_task")
                                    .query(Integer.class)
                                    .single()
                            > 1);
        } finally {
            running.shutdown();
        }
    }

    /** What a process sets a deadline for is stored in the same transaction. */
    @Test
    void workThatIsTakenBackHasSetAndCancelledNothing() {
        new TransactionTemplate(new DataSourceTransactionManager(database.app())).executeWithoutResult(work -> {
            deadlines.schedule(Duration.ofDays(1), NAME, "c-2", new SagaScopeDescriptor("S", "2"));
            deadlines.cancelSchedule(NAME, deadline);
            work.setRollbackOnly();
        });
        assertThat(jdbc.sql("select task_instance from process.scheduled_task")
                        .query(String.class)
                        .list())
                .containsExactly(deadline);
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
