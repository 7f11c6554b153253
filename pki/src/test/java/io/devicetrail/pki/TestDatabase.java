package io.devicetrail.pki;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
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
        Flyway.configure()
                .dataSource(SERVER.getPostgresDatabase())
                .placeholders(Map.of("appRole", "devicetrail_app"))
                .load()
                .migrate();
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(SERVER.getJdbcUrl("devicetrail_app", "postgres"));
        POOL = new HikariDataSource(pool);
    }

    private TestDatabase() {}

    /** As if nothing of the log had been read: the next test's begins anew. */
    public static void unread() {
        new JdbcTemplate(POOL).update("update pki.generation set live_index = null");
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
