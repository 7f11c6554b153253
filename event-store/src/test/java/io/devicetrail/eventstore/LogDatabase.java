package io.devicetrail.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real, durable PostgreSQL, started once per run; each test has a database of its own with the log in it. */
public final class LogDatabase implements AutoCloseable {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name = "log_" + NUMBER.incrementAndGet();
    private final HikariDataSource app;

    public LogDatabase() {
        execute(SERVER.getPostgresDatabase(), "create database " + name);
        Flyway.configure()
                .dataSource(owner())
                .locations("classpath:db/migration")
                .placeholders(java.util.Map.of("appRole", "devicetrail_app"))
                .load()
                .migrate();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(SERVER.getJdbcUrl("devicetrail_app", name));
        config.setMaximumPoolSize(12);
        app = new HikariDataSource(config);
    }

    /** As the application: may add and read. */
    public DataSource app() {
        return app;
    }

    /** As the owner of the schema, a superuser here. */
    public DataSource owner() {
        return SERVER.getDatabase("postgres", name);
    }

    /** As on a server that is no primary: all its connections end, and new ones take no writes, or do again. */
    public void readOnly(boolean on) {
        execute(
                owner(),
                "begin; set transaction read write; alter database " + name + " set default_transaction_read_only = "
                        + on
                        + "; commit; select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name
                        + "' and pid <> pg_backend_pid()");
    }

    /** As after a failover to a standby that lacked all events after this index. */
    public void loseAfter(long last) {
        execute(
                owner(),
                "alter table log.event disable trigger append_only; delete from log.event where index > " + last
                        + "; alter table log.event enable trigger append_only");
    }

    public static void execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        app.close();
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            execute(server.getPostgresDatabase(), "create role devicetrail_app login");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
