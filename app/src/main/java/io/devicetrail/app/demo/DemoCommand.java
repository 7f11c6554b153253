package io.devicetrail.app.demo;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.devicetrail.app.cli.ConsoleProgress;
import io.devicetrail.app.cli.Logs;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code devicetrail demo}. */
@Command(
        name = "demo",
        description =
                "Shows the main job on real parts in a temporary home: devices, commands, an outage, audit, replay.",
        mixinStandardHelpOptions = true,
        footer = "Exit code 1 if any step did not come out.")
public final class DemoCommand implements Callable<Integer> {
    /** Longer than any part may take to stop. */
    private static final int STOP_SECONDS = 80;
    /** A token is renewed two minutes before it is over. */
    private static final int TOKENS_FRESH_SECONDS = 60;

    @Option(names = "--json", description = "Print one object, and nothing else, on standard output.")
    private boolean json;

    @Option(names = "--keep", description = "Leave everything running at the end, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder to use and to leave behind (default: a temporary one that is removed).")
    private @Nullable Path home;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    private @Nullable DemoTokens tokens;

    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException {
        Path folder = home == null ? Files.createTempDirectory("devicetrail-demo-") : home.toAbsolutePath();
        Thread runner = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runner), "stop"));
        Logs.in(folder);
        DemoReport report = new DemoReport(System.out, json);
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            run(folder, report, open);
            report.finish(JsonMapper.builder().build());
            if (keep && report.ok()) {
                awaitStop();
            }
        } finally {
            close(open);
            if (home == null && (report.ok() || keep)) {
                delete(folder);
            } else {
                System.err.println("Left behind: " + folder + " (logs and data)");
            }
            closed.countDown();
        }
        return report.ok() ? 0 : 1;
    }

    private void run(Path folder, DemoReport report, Deque<AutoCloseable> open) {
        JsonMapper mapper = JsonMapper.builder().build();
        boolean started = report.step("Start PostgreSQL, Elasticsearch, the broker and the application", figures -> {
            try (ConsoleProgress progress = new ConsoleProgress(System.err, !json && ConsoleProgress.onTerminal())) {
                Instance instance = Instance.start(Settings.load(folder, ports()), progress);
                open.push(instance);
                figures.put("graphql", instance.addresses().graphql());
                figures.put("mqtt", instance.addresses().mqtt());
                figures.put("postgres", instance.addresses().postgres());
                figures.put("elasticsearch", instance.addresses().elasticsearch());
                figures.put("home", instance.home().toString());
            }
        });
        if (started && open.peek() instanceof Instance instance) {
            DemoPeople people = new DemoPeople(URI.create(instance.addresses().http()), mapper, Clock.systemUTC());
            tokens = new DemoTokens(people, instance.home().resolve("demo").resolve("tokens"));
            Demo demo = new Demo(new RunningDemo(instance), people, report, edgeBridge(), mapper, Clock.systemUTC());
            open.push(demo);
            demo.run();
            if (!report.ok()) {
                keepThreads(instance.home().resolve("logs").resolve("threads.txt"));
            }
        }
    }

    /** What each thread was at when a step failed: whatever stood still is in there. */
    private static void keepThreads(Path file) {
        try {
            Files.deleteIfExists(file);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            System.err.println("What each thread was at: " + file);
        } catch (IOException full) {
            System.err.println("The threads could not be written to " + file + ": " + full.getMessage());
        }
    }

    /** Where the build puts it; the launcher names the checkout. */
    private static Path edgeBridge() {
        return Path.of(System.getProperty("devicetrail.checkout", "."))
                .resolve("edge-bridge/target/edge-bridge.jar")
                .toAbsolutePath();
    }

    /** Free ports unless somebody says otherwise, so that a demo runs beside an installation. */
    private Map<String, String> ports() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String part : new String[] {"http", "postgres", "elasticsearch", "mqtt"}) {
            all.put("devicetrail." + part + ".port", "0");
        }
        all.put("devicetrail.certificates.enrolment-port", "0");
        // The people of a demo that stays are not sent away while nobody plays.
        all.put("devicetrail.sign-in.session-idle", "12h");
        all.putAll(set);
        return all;
    }

    private void awaitStop() {
        DemoTokens kept = Objects.requireNonNull(tokens);
        CountDownLatch never = new CountDownLatch(1);
        try {
            kept.write();
            System.err.println("Access tokens of the demo's people, by role, are in " + kept.folder());
            System.err.println("Running until Ctrl-C.");
            while (!never.await(TOKENS_FRESH_SECONDS, TimeUnit.SECONDS)) {
                kept.write();
            }
        } catch (InterruptedException e) {
            // Asked to stop: what follows does.
            return;
        }
    }

    private void stop(Thread runner) {
        runner.interrupt();
        try {
            closed.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Deque<AutoCloseable> open) {
        // Closing waits for processes and threads, which an interrupt would cut short.
        boolean interrupted = Thread.interrupted();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("devicetrail: while stopping: " + e.getMessage());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " could not be removed", e);
        }
    }
}
