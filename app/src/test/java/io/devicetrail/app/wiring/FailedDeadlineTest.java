package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.deadline.dbscheduler.DbSchedulerDeadlineManager;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process waits for a deadline that failed: it is tried again soon. */
class FailedDeadlineTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final LogDatabase database = new LogDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database.app());
    private final DbSchedulerDeadlineManager deadlines = (DbSchedulerDeadlineManager) new ProcessWiring()
            .deadlineManager(
                    database.app(),
                    new FlywayMigrationInitializer(
                            Flyway.configure().dataSource(database.owner()).load()),
                    DefaultConfigurer.defaultConfiguration(false).buildConfiguration(),
                    NoTransactionManager.instance(),
                    Jackson3Serializer.builder().build());

    @AfterEach
    void close() {
        deadlines.shutdown();
        database.close();
    }

    @Test
    void whatFailedIsTriedAgainAQuarterOfAMinuteLater() {
        deadlines.registerHandlerInterceptor((work, chain) -> {
            throw new IllegalStateException("the log is away");
        });
        deadlines.schedule(Instant.EPOCH, "look", "acme", new SagaScopeDescriptor("S", "1"));
        deadlines.start();
        await().atMost(SOON)
                .until(() -> jdbc.sql("select count(*) from process.scheduled_task where consecutive_failures = 1")
                                .query(Integer.class)
                                .single()
                        == 1);
        assertThat(Duration.between(time("last_failure"), time("execution_time")))
                .isCloseTo(ProcessWiring.DEADLINE_RETRY, Duration.ofSeconds(5));
    }

    private Instant time(String column) {
        return jdbc.sql("select " + column + " from process.scheduled_task")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
