package io.devicetrail.ingress;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** One real PostgreSQL for all tests of the module, durable as at a site, with the application in its own role. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();

    /** The role that owns the schema. */
    public static final JdbcTemplate OWNER = new JdbcTemplate(SERVER.getPostgresDatabase());

    static {
        OWNER.execute("create role devicetrail_app login");
        OWNER.execute("create schema log");
        OWNER.execute("create table log.event (index bigint primary key, aggregate_id text, sequence bigint)");
        OWNER.execute("grant usage on schema log to devicetrail_app");
        OWNER.execute("grant select on log.event to devicetrail_app");
        Flyway.configure()
                .dataSource(SERVER.getPostgresDatabase())
                .placeholders(Map.of("appRole", "devicetrail_app"))
                .load()
                .migrate();
    }

    private TestDatabase() {}

    /** As the application: a pool that can be taken away and given back. */
    public static Switchable asApplication() {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(SERVER.getJdbcUrl("devicetrail_app", "postgres"));
        pool.setMaximumPoolSize(10);
        return new Switchable(new HikariDataSource(pool));
    }

    public static Connection connect() throws SQLException {
        return SERVER.getPostgresDatabase().getConnection();
    }

    public static void empty() {
        OWNER.execute("""
                truncate ingress.device_contract, ingress.model_contract, ingress.telemetry_message, ingress.telemetry,
                         ingress.telemetry_latest, ingress.telemetry_stream, ingress.telemetry_gap, ingress.quarantine,
                         ingress.lease, ingress.reported_property, ingress.desired_ask,
                         ingress.certificate_reminder, ingress.model_version_finding, ingress.rollout_offer, log.event restart identity""");
        OWNER.execute("update ingress.contract_generation set live = 0, building = null");
    }

    public static long count(String table) {
        Long count = OWNER.queryForObject("select count(*) from " + table, Long.class);
        return count == null ? -1 : count;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A data source that can be away. */
    public static final class Switchable extends DelegatingDataSource implements AutoCloseable {
        private final HikariDataSource pool;
        private volatile boolean away;

        Switchable(HikariDataSource pool) {
            super((DataSource) pool);
            this.pool = pool;
        }

        public void away(boolean isAway) {
            away = isAway;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                throw new SQLTransientConnectionException("the database is away", "08001");
            }
            return super.getConnection();
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
