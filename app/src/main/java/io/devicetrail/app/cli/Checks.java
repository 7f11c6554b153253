package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Embedded;
import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Ports;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.instance.RunningInstance;
import io.devicetrail.pki.CertificateSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code doctor} looks at. A failure is what keeps Devicetrail from running, a warning what may hurt later. */
final class Checks {
    private static final long MEGABYTE = 1_048_576;

    enum Verdict {
        OK,
        WARN,
        FAIL
    }

    /** @param mend what to do about it; empty when nothing is to be done */
    record Check(Verdict verdict, String what, String detail, String mend) {
        static Check of(boolean good, Verdict otherwise, String what, String detail, String mend) {
            return good ? new Check(Verdict.OK, what, detail, "") : new Check(otherwise, what, detail, mend);
        }
    }

    private final Settings settings;
    private final Settings.Chosen chosen;
    private final List<Check> checks = new ArrayList<>();

    private Checks(Settings settings) {
        this.settings = settings;
        this.chosen = settings.chosen();
    }

    static List<Check> all(Settings settings) {
        Checks checks = new Checks(settings);
        checks.machine();
        checks.parts();
        Optional<RunningInstance> running = RunningInstance.on(Home.runFile(settings.home()));
        running.ifPresentOrElse(checks::running, checks::ports);
        checks.external("PostgreSQL", chosenUrl(settings.chosen().postgres().url()));
        checks.external("Elasticsearch", settings.chosen().elasticsearch().url());
        checks.external("MQTT broker", settings.chosen().mqtt().url());
        if (settings.chosen().eventStore() == Settings.EventStoreKind.AXON_SERVER) {
            settings.chosen().axonServer().servers().forEach(server -> checks.external("Axon Server", server));
        }
        return List.copyOf(checks.checks);
    }

    private void machine() {
        int feature = Runtime.version().feature();
        add(feature >= 25, Verdict.FAIL, "JDK", Runtime.version().toString(), "install a JDK 25 or later");
        boolean linux = "Linux".equals(System.getProperty("os.name"));
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        add(linux, Verdict.FAIL, "system", machine, "the embedded parts need Linux; name external ones");
        long available = number(Path.of("/proc/meminfo"), "MemAvailable:") / 1024;
        add(
                available >= 2500,
                available >= 1500 ? Verdict.WARN : Verdict.FAIL,
                "memory",
                available + " MB available",
                "2500 MB are comfortable: stop something, or lower the heaps");
        long free = existing(settings.home()).toFile().getUsableSpace() / MEGABYTE;
        long minimum = chosen.minimumFreeDisk().toMegabytes();
        add(
                free >= minimum,
                Verdict.FAIL,
                "disk",
                free + " MB free for " + settings.home(),
                "free some space, or choose another home (minimum " + minimum + " MB)");
        add(
                Files.isWritable(existing(settings.home())),
                Verdict.FAIL,
                "home",
                settings.home().toString(),
                "it cannot be written: mend its owner, or choose another with --home");
        long files = number(Path.of("/proc/self/limits"), "Max open files");
        add(
                files >= 65_535,
                files >= 4096 ? Verdict.WARN : Verdict.FAIL,
                "open files",
                "limit " + files,
                "raise it: ulimit -n 65535 (LimitNOFILE= in a systemd unit)");
        long maps = number(Path.of("/proc/sys/vm/max_map_count"), "");
        add(
                maps >= 262_144,
                Verdict.WARN,
                "memory maps",
                "vm.max_map_count " + maps,
                "large indexes need more: sysctl -w vm.max_map_count=262144");
        try {
            add(true, Verdict.FAIL, "user", Embedded.user(settings), "");
        } catch (StartFailure neither) {
            add(false, Verdict.FAIL, "user", String.valueOf(neither.getMessage()), neither.mend());
        }
    }

    private void parts() {
        if (chosen.postgres().url() == null) {
            add(true, Verdict.FAIL, "PostgreSQL", Embedded.postgresVersion() + ", embedded", "");
        }
        if (chosen.elasticsearch().url() == null) {
            Path archive = Instance.archive(settings);
            add(
                    Files.isRegularFile(archive),
                    Verdict.FAIL,
                    "Elasticsearch",
                    Embedded.elasticsearchVersion(archive) + ", embedded",
                    archive + " is missing: build again");
        }
        if (chosen.mqtt().url() == null) {
            add(true, Verdict.FAIL, "MQTT broker", Embedded.brokerVersion() + ", embedded", "");
        }
    }

    private void ports() {
        port("devicetrail.http.port", chosen.bindAddress(), chosen.http().port(), null);
        port(
                CertificateSettings.PREFIX + ".enrolment-port",
                chosen.bindAddress(),
                settings.bound(CertificateSettings.PREFIX, CertificateSettings.class)
                        .enrolmentPort(),
                null);
        port(
                "devicetrail.postgres.port",
                "127.0.0.1",
                chosen.postgres().port(),
                chosen.postgres().url());
        port(
                "devicetrail.elasticsearch.port",
                "127.0.0.1",
                chosen.elasticsearch().port(),
                chosen.elasticsearch().url());
        port(
                "devicetrail.mqtt.port",
                chosen.bindAddress(),
                chosen.mqtt().port(),
                chosen.mqtt().url());
        Integer plain = chosen.mqtt().plainPort();
        if (plain != null) {
            port(
                    "devicetrail.mqtt.plain-port",
                    chosen.bindAddress(),
                    plain,
                    chosen.mqtt().url());
        }
    }

    private void port(String setting, String address, int port, @Nullable String external) {
        if (external == null) {
            boolean free = port == 0 || Ports.free(address, port);
            String by = free
                    ? "free"
                    : Ports.holder(port).map(holder -> "taken by " + holder).orElse("taken");
            add(free, Verdict.FAIL, "port " + port, by, "stop that, or set " + setting + " to another (0 = any free)");
        }
    }

    private void running(RunningInstance running) {
        RunningInstance.Addresses at = running.addresses();
        add(true, Verdict.FAIL, "running instance", "process " + running.pid() + ", " + running.version(), "");
        answer("application", at.http() + "/actuator/health");
        answer("Elasticsearch answers", at.elasticsearch() + "/_cluster/health");
        reach("PostgreSQL answers", chosenUrl(at.postgres()));
        reach("MQTT answers", at.mqtt());
    }

    private void external(String name, @Nullable String url) {
        if (url != null) {
            reach(name + ", external", url);
        }
    }

    private void reach(String what, @Nullable String url) {
        URI uri = URI.create(url == null ? "" : url.contains("://") ? url : "tcp://" + url);
        int port = uri.getPort() > 0 ? uri.getPort() : url != null && url.startsWith("postgresql") ? 5432 : 8883;
        boolean there = uri.getHost() != null && Ports.reachable(uri.getHost(), port, 2000);
        add(there, Verdict.FAIL, what, String.valueOf(url), "nothing answers there: start it, or mend the address");
    }

    private void answer(String what, String address) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            add(status == 200, Verdict.FAIL, what, address + " says " + status, "see the home's logs");
        } catch (IOException | InterruptedException silent) {
            add(false, Verdict.FAIL, what, address + " does not answer", "see the home's logs");
        }
    }

    private void add(boolean good, Verdict otherwise, String what, String detail, String mend) {
        checks.add(Check.of(good, otherwise, what, detail, mend));
    }

    private static @Nullable String chosenUrl(@Nullable String url) {
        return url != null && url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    }

    private static Path existing(Path folder) {
        Path at = folder;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    /** The first number after the label in a file of the kernel's; 0 when it does not say. */
    private static long number(Path file, String label) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(label))
                    .map(line -> line.substring(label.length()).strip().split("\\s+")[0])
                    .mapToLong(word -> word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException silent) {
            return 0;
        }
    }
}
