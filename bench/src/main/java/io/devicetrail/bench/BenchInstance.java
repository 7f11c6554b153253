package io.devicetrail.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.util.FileSystemUtils;

/** A whole Devicetrail on free ports, with a home that disappears at the end, also after Ctrl-C. */
public final class BenchInstance implements AutoCloseable {
    private final Instance instance;
    private boolean closed;

    private BenchInstance(Instance instance) {
        this.instance = instance;
    }

    public static BenchInstance start(Path home) {
        Map<String, String> settings = new HashMap<>();
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
