package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.eventstore.LogDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An installation of yesterday starts with today's migrations, though each module numbers its own. */
class UpgradeTest {
    @Test
    void aModulesNewMigrationIsAppliedBelowThoseOfOthers() throws IOException {
        try (LogDatabase database = new LogDatabase()) {
            JdbcClient owner = JdbcClient.create(database.owner());
            owner.sql("alter table log.event drop constraint event_index_from_zero")
                    .update();
            owner.sql("drop table read.person, read.role_grant, read.account").update();
            int undone = owner.sql(
                            "delete from flyway_schema_history where version in ('007', '102', '102.1') or script = 'R__reach.sql'")
                    .update();
            assertThat(undone).isEqualTo(4);

            assertThatThrownBy(() -> migrate(database, false)).isInstanceOf(FlywayValidateException.class);
            assertThat(migrate(database, outOfOrder())).isEqualTo(4);
            assertThat(owner.sql("select count(*) from read.person")
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(owner.sql("select relrowsecurity from pg_class where oid = 'read.person'::regclass")
                            .query(Boolean.class)
                            .single())
                    .as("held apart by tenants")
                    .isTrue();
        }
    }

    private static int migrate(LogDatabase database, boolean outOfOrder) {
        return Flyway.configure()
                .dataSource(database.owner())
                .locations("classpath:db/migration")
                .placeholders(Map.of("appRole", "devicetrail_app"))
                .outOfOrder(outOfOrder)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    /** As the application has it. */
    private static boolean outOfOrder() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = UpgradeTest.class.getResourceAsStream("/application.properties")) {
            properties.load(in);
        }
        return Boolean.parseBoolean(properties.getProperty("spring.flyway.out-of-order"));
    }
}
