package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.axonserver.ForeignLogException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;

class PostgresLogWiringTest {
    @Test
    void aDatabaseThatMayForgetWhatItCommittedIsRefused() {
        try (LogDatabase database = new LogDatabase()) {
            FlywayMigrationInitializer migrated = new FlywayMigrationInitializer(
                    Flyway.configure().dataSource(database.owner()).load());
            assertThat(new LogWiring().logReads(database.app(), migrated)).isNotNull();
            LogDatabase.execute(database.owner(), "alter role postgres set synchronous_commit = off");
            try {
                assertThatThrownBy(() -> new LogWiring().logReads(database.owner(), migrated))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining("synchronous_commit = off");
            } finally {
                LogDatabase.execute(database.owner(), "alter role postgres reset synchronous_commit");
            }
        }
    }

    /** A view has no owner among those of tables, and would be none that the role may become. */
    @Test
    void aViewInThePlaceOfTheLogsTableIsRefusedByItsName() {
        try (LogDatabase database = new LogDatabase()) {
            FlywayMigrationInitializer migrated = new FlywayMigrationInitializer(
                    Flyway.configure().dataSource(database.owner()).load());
            LogDatabase.execute(
                    database.owner(),
                    "alter table log.event rename to event_before; create view log.event as"
                            + " select * from log.event_before; grant select, insert on log.event to devicetrail_app");
            assertThatThrownBy(() -> new LogWiring().logReads(database.app(), migrated))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageEndingWith("another log: log.event is a view");
        }
    }

    @Test
    void aCopyOfAxonServersLogIsNotContinuedOnPostgresql() {
        try (LogDatabase database = new LogDatabase()) {
            FlywayMigrationInitializer migrated = new FlywayMigrationInitializer(
                    Flyway.configure().dataSource(database.owner()).load());
            try (LogWriter writer = new PostgresLogWiring().logWriter(database.app(), migrated)) {
                assertThat(writer.node()).isNotEmpty();
            }
            LogDatabase.execute(
                    database.owner(),
                    "insert into process.token (processor_name, segment, token, token_type)"
                            + " values ('log-copy', 0, 'elsewhere', 'context')");
            assertThatThrownBy(() -> new PostgresLogWiring().logWriter(database.app(), migrated))
                    .isInstanceOf(ForeignLogException.class)
                    .hasMessageContaining("elsewhere")
                    .hasMessageContaining("devicetrail.event-store=axon-server");
        }
    }
}
