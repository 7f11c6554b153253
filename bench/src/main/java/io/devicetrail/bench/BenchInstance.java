package io.devicetrail.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/** A whole Devicetrail on free ports, with a home that disappears at the end, also after Ctrl-C. */
public final class BenchInstance implements AutoCloseable {
    private static final Duration LONGEST_PROJECTION = Duration.ofMinutes(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Instance instance;
    private boolean closed;

    private BenchInstance(Instance instance) {
        this.instance = instance;
    }

    public static BenchInstance start(Path home) {
        return start(home, Map.of());
    }

    /** @param more settings that differ from the product's own */
    public static BenchInstance start(Path home, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        for (String part : new String[] {"http", "postgres", "elasticsearch", "mqtt"}) {
            settings.put("devicetrail." + part + ".port", "0");
        }
        settings.put("devicetrail.mqtt.plain-port", "0");
        settings.put("devicetrail.certificates.enrolment-port", "0");
        Path archive = archive();
        if (Files.exists(archive)) {
            settings.put("devicetrail.elasticsearch.archive", archive.toString());
        }
        BenchInstance started = new BenchInstance(Instance.start(Settings.load(home, settings), Progress.SILENT));
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    /** The application's build puts it there; the bench has a jar of its own. */
    private static Path archive() {
        String checkout = System.getProperty("devicetrail.checkout");
        return Path.of(checkout == null ? ".." : checkout, "app", "target", "parts", "elasticsearch.zip")
                .toAbsolutePath()
                .normalize();
    }

    public <T> T bean(Class<T> type) {
        return instance.context().getBean(type);
    }

    /** Where devices need no certificate: a handshake for each would be what is measured. */
    public String plainMqtt() {
        return Objects.requireNonNull(instance.addresses().plainMqtt());
    }

    public URI graphql() {
        return URI.create(instance.addresses().graphql());
    }

    public String elasticsearch() {
        return instance.addresses().elasticsearch();
    }

    /** In the application's role, the application's own pool. */
    public HikariDataSource pool() {
        return (HikariDataSource) bean(DataSource.class);
    }

    /** In the role that owns the tables. */
    public Connection owner() throws SQLException {
        Map<String, Object> properties = instance.parts().properties();
        return DriverManager.getConnection(
                String.valueOf(properties.get("spring.flyway.url")),
                String.valueOf(properties.get("spring.flyway.user")),
                String.valueOf(properties.get("spring.flyway.password")));
    }

    /** In the role that sees the rows of all tenants. */
    public JdbcClient ownersJdbc() {
        Map<String, Object> properties = instance.parts().properties();
        // One connection: to open it takes the machine longer than most questions.
        return JdbcClient.create(new SingleConnectionDataSource(
                String.valueOf(properties.get("spring.flyway.url")),
                String.valueOf(properties.get("spring.flyway.user")),
                String.valueOf(properties.get("spring.flyway.password")),
                true));
    }

    /** Until so many devices are projected to where messages and requests are held against their models. */
    public void awaitDevices(int count) {
        JdbcClient jdbc = JdbcClient.create(pool());
        await(
                "devices are known to the ingress",
                count,
                LONGEST_PROJECTION,
                () -> jdbc.sql("select count(*) from ingress.device_contract where life_cycle = 'ACTIVE'")
                        .query(Long.class)
                        .single());
    }

    /** @throws IllegalStateException if it is not so many in that time */
    public static void await(String what, long expected, Duration patience, LongSupplier reached) {
        long end = System.nanoTime() + patience.toNanos();
        while (reached.getAsLong() < expected) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("after " + patience.toSeconds() + " s " + what + ": "
                        + reached.getAsLong() + " of " + expected);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            instance.close();
        } finally {
            try {
                FileSystemUtils.deleteRecursively(instance.home());
            } catch (IOException remains) {
                throw new UncheckedIOException(remains);
            }
        }
    }
}
