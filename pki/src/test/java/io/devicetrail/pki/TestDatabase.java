package io.devicetrail.pki;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** One real PostgreSQL for all tests of the module, with the application in its own role. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();

    /** As the application. */
    public static final HikariDataSource POOL;

    static {
        JdbcTemplate owner = new JdbcTemplate(SERVER.getPostgresDatabase());
        owner.execute("create role devicetrail_app login");
        migrate(SERVER.getPostgresDatabase(), "latest");
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(SERVER.getJdbcUrl("devicetrail_app", "postgres"));
        POOL = new HikariDataSource(pool);
    }

    private TestDatabase() {}

    /** As if nothing of the log had been read: the next test's begins anew. */
    public static void unread() {
        new JdbcTemplate(POOL).update("update pki.generation set live_index = null");
    }

    /** Another database of the same server, with nothing in it, as its owner. */
    public static DataSource empty(String name) {
        new JdbcTemplate(SERVER.getPostgresDatabase()).execute("create database " + name);
        return SERVER.getDatabase("postgres", name);
    }

    /** @param version up to which it is brought, or {@code latest} */
    public static void migrate(DataSource database, String version) {
        Flyway.configure()
                .dataSource(database)
                .placeholders(Map.of("appRole", "devicetrail_app"))
                .target(version)
                .load()
                .migrate();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
