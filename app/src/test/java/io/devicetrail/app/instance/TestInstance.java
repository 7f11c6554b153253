package io.devicetrail.app.instance;

import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One whole instance for all tests of a JVM, on free ports and a home of its own that disappears at the end. */
public final class TestInstance {
    /** A process of a test lives for seconds: the second compiler costs more than it gives. */
    public static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    /** Of what a test waits for without saying how long: what hangs is found, and what is slow is not. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    private static @Nullable Instance shared;
    private static @Nullable StampAuthority authority;
    private static final AlertReceiver ALERTS = new AlertReceiver();

    private TestInstance() {}

    public static synchronized Instance shared() {
        if (shared == null) {
            Path home = temporaryHome();
            Map<String, String> settings = settings();
            StampAuthority stamping = StampAuthority.closed();
            authority = stamping;
            settings.put(
                    "devicetrail.ledger.timestamp-authority.url", stamping.url().toString());
            settings.put("devicetrail.ledger.timestamp-authority.interval", "1s");
            settings.put("devicetrail.alerts.webhook", ALERTS.url());
            Instance started = Instance.start(Settings.load(home, settings), Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                stamping.close();
                ALERTS.close();
                delete(home);
            }));
            shared = started;
        }
        return shared;
    }

    /** The authority that the shared instance asks; closed until a test opens it. */
    public static synchronized StampAuthority authority() {
        shared();
        return Objects.requireNonNull(authority);
    }

    /** Whom the shared instance tells of what cannot wait. */
    public static AlertReceiver alerts() {
        return ALERTS;
    }

    /** Free ports, binaries unpacked once for all homes of the build, and children that start fast. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        for (String part : new String[] {"http", "postgres", "elasticsearch", "mqtt"}) {
            settings.put("devicetrail." + part + ".port", "0");
        }
        // Most tests are about what a device says, not who it is.
        settings.put("devicetrail.mqtt.plain-port", "0");
        settings.put("devicetrail.certificates.enrolment-port", "0");
        settings.put("devicetrail.ledger.scrub.pause", "500ms");
        settings.put("devicetrail.incidents.settle", System.getProperty("devicetrail.settle", "5s"));
        // All tests ask as the same few people, from one address.
        settings.put("devicetrail.limits.requests-per-minute", "1000000");
        settings.put("devicetrail.limits.anonymous-per-minute", "1000000");
        settings.put("devicetrail.limits.at-once", "1000");
        settings.putAll(TestIssuer.shared().settings());
        settings.putAll(SigningIssuer.shared().settings());
        settings.put(
                "devicetrail.parts",
                Path.of("target/parts/unpacked").toAbsolutePath().toString());
        settings.put("devicetrail.elasticsearch.java-options", SHORT_LIVED);
        return settings;
    }

    private static Path temporaryHome() {
        try {
            return Files.createTempDirectory("devicetrail-test");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static void delete(Path home) {
        try {
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }
}
