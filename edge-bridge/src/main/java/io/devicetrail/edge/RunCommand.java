package io.devicetrail.edge;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs until SIGTERM. */
@Command(
        name = "run",
        description = "Read the machines of the settings file and publish until stopped.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger("edge-bridge");

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The settings file (JSON).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        BridgeSettings settings = BridgeSettings.read(config);
        // The JVM is gone when the hook returns, so the hook waits for the bridge to be closed.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try (Bridge bridge = new Bridge(settings, Clock.systemUTC());
                StatusPage page = settings.statusPort() == BridgeSettings.NO_STATUS
                        ? null
                        : new StatusPage(settings.statusPort(), bridge::figures)) {
            bridge.start();
            announce(page);
            while (!stop.await(settings.logSeconds(), TimeUnit.SECONDS)) {
                logFigures(bridge.figures());
            }
            log.info("stopping");
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private void announce(@Nullable StatusPage page) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(page == null ? "{}" : new JsonMapper().writeValueAsString(Map.of("status", page.url())));
        out.flush();
    }

    private static void logFigures(Map<String, @Nullable Object> figures) {
        log.info(
                "buffered {}, published {}, dropped {}",
                figures.get("buffered"),
                figures.get("published"),
                figures.get("dropped"));
    }

    private void stopAndWait() {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
