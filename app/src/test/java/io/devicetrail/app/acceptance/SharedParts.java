package io.devicetrail.app.acceptance;

import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.app.instance.TestInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** PostgreSQL and, if asked for, the broker of the shared instance, as another instance names them that has a database there. */
final class SharedParts {
    /** Held by whoever uses the shared PostgreSQL beside other tests, and alone by who stops it. */
    static final String POSTGRES = "postgres";

    private static final String NO_BROKER = "tcp://127.0.0.1:9";

    private SharedParts() {}

    /**
     * Without a broker: for tests in which no device says anything.
     *
     * @param database is made, empty
     */
    static Map<String, String> settings(Api first, String database) {
        Path secrets = first.instance().home().resolve("secrets");
        JdbcClient server = JdbcClient.create(new DriverManagerDataSource(
                first.databaseUrl(), "postgres", text(secrets.resolve("postgres-superuser"))));
        server.sql("create database " + database + " owner " + PostgresRoles.OWNER)
                .update();
        String url = first.databaseUrl();
        Map<String, String> settings = new HashMap<>(TestInstance.settings());
        settings.put("devicetrail.postgres.url", url.substring(0, url.lastIndexOf('/') + 1) + database);
        settings.put(
                "devicetrail.postgres.password-file",
                secrets.resolve("postgres-app").toString());
        settings.put(
                "devicetrail.postgres.owner-password-file",
                secrets.resolve("postgres-owner").toString());
        settings.put("devicetrail.mqtt.url", NO_BROKER);
        return settings;
    }

    /**
     * With the shared instance's broker: there it is a node beside the shared instance, and is given part of what devices
     * say. So no test that has devices may run at the same time.
     */
    static Map<String, String> settingsWithBroker(Api first, String database) {
        Map<String, String> settings = settings(first, database);
        settings.put(
                "devicetrail.mqtt.url",
                Objects.requireNonNull(first.instance().addresses().plainMqtt()));
        return settings;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
