package io.devicetrail.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Parts;
import io.devicetrail.app.embedded.PostgresPart;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/** The product's own embedded PostgreSQL, migrated, with a home that disappears at the end, also after Ctrl-C. */
public final class BenchDatabase implements AutoCloseable {
    private final Home home;
    private final PostgresPart postgres;
    private boolean closed;

    private BenchDatabase(Home home, PostgresPart postgres) {
        this.home = home;
        this.postgres = postgres;
    }

    public static BenchDatabase start(Path folder) {
        Settings settings = Settings.load(folder, Map.of("devicetrail.postgres.port", "0"));
        Home home = Home.open(settings.home(), settings.chosen().minimumFreeDisk());
        BenchDatabase database;
        try {
            database = new BenchDatabase(home, Parts.postgresAlone(settings, home, Progress.SILENT));
        } catch (RuntimeException failure) {
            home.close();
            throw failure;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(database::close));
        PostgresRoles roles = database.postgres.roles();
        Flyway.configure()
                .dataSource(roles.url(), PostgresRoles.OWNER, roles.ownerPassword())
                .locations("classpath:db/migration")
                .placeholders(Map.of("appRole", PostgresRoles.APPLICATION))
                .load()
                .migrate();
        return database;
    }

    public String version() {
        return postgres.version();
    }

    /** Connections in the application's role. */
    public HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.roles().url());
        config.setUsername(PostgresRoles.APPLICATION);
        config.setPassword(postgres.roles().applicationPassword());
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    /** A connection in the role that owns the tables. */
    public Connection owner() throws SQLException {
        PostgresRoles roles = postgres.roles();
        return DriverManager.getConnection(roles.url(), PostgresRoles.OWNER, roles.ownerPassword());
    }

    public void asOwner(String... statements) throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            postgres.close();
        } finally {
            Path folder = home.root();
            home.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }
}
