package io.devicetrail.identity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** One real PostgreSQL for all tests of the module, durable as at a site, with the application in its own role. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();

    /** The role that owns the schema. */
    public static final JdbcTemplate OWNER = new JdbcTemplate(SERVER.getPostgresDatabase());

    /** As the application. */
    public static final HikariDataSource POOL;

    static {
        OWNER.execute("create role devicetrail_app login");
        Flyway.configure()
                .dataSource(SERVER.getPostgresDatabase())
                .placeholders(Map.of("appRole", "devicetrail_app"))
                .load()
                .migrate();
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(SERVER.getJdbcUrl("devicetrail_app", "postgres"));
        pool.setMaximumPoolSize(20);
        POOL = new HikariDataSource(pool);
    }

    private TestDatabase() {}

    public static void empty() {
        OWNER.execute("truncate identity.credential, identity.sign_in_secret, identity.session, identity.signing,"
                + " identity.signing_session, identity.step_up, identity.factor_key");
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
}
