package io.devicetrail.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.edge.simulator.ExampleSettings;
import io.devicetrail.edge.simulator.Simulator;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bridge as its own process: killed without warning in the middle of its work, and stopped in an orderly way. */
class KilledBridgeTest {

    private static final int BACKLOG = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UUID boiler = UUID.randomUUID();
    private final UUID meter = UUID.randomUUID();
    private final JsonMapper mapper = new JsonMapper();

    @Test
    void kill_9_loses_nothing_and_repeats_only_the_same_messages(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("kill -9 at random moments, seed " + seed);
        Random random = new Random(seed);
        try (RealBroker broker = new RealBroker(folder.resolve("broker"));
                Listener listener = new Listener(broker.url());
                Simulator simulator = new Simulator(0, 0, Duration.ofMillis(20), Clock.systemUTC())) {
            var example = new ExampleSettings("acme", boiler, meter, broker.url(), "buffer.db", 0, 20);
            Path file = folder.resolve("bridge.json");
            Files.writeString(file, mapper.writeValueAsString(example.of(simulator)));
            long stored = 0;
            for (boolean brokerAway : new boolean[] {false, true}) {
                try (Child child = new Child(file, folder)) {
                    int more = 10 + random.nextInt(40);
                    int ofBoiler = listener.telemetry(boiler).size() + more;
                    int ofMeter = listener.telemetry(meter).size() + more;
                    await().atMost(PATIENCE)
                            .until(() -> listener.telemetry(boiler).size() >= ofBoiler
                                    && listener.telemetry(meter).size() >= ofMeter);
                    if (brokerAway) {
                        broker.stop();
                        await().atMost(PATIENCE)
                                .until(() -> child.status().get("buffered").longValue() > BACKLOG + more);
                    }
                    stored += child.status().get("appended").longValue();
                    child.process.destroyForcibly().waitFor();
                }
            }
            broker.start();
            try (Child child = new Child(file, folder)) {
                long expected = stored + 10;
                await().atMost(PATIENCE).until(() -> distinct(listener) > expected);
                assertThat(child.status().get("dropped").longValue()).isZero();
                child.process.destroy();
                assertThat(child.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            Listener.assertEveryNumberInOrder(listener.telemetry(boiler), 20);
            Listener.assertEveryNumberInOrder(listener.telemetry(meter), 20);
            // Killed: the broker published the will. Stopped by SIGTERM: the bridge said goodbye itself.
            assertThat(listener.presence(meter)).contains("{\"state\":\"offline\"}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.presence(meter).getLast())
                            .isEqualTo("{\"state\":\"offline\",\"goodbye\":true}"));
        }
    }

    private long distinct(Listener listener) {
        return listener.telemetry(boiler).stream()
                        .map(Listener.Arrival::seq)
                        .distinct()
                        .count()
                + listener.telemetry(meter).stream()
                        .map(Listener.Arrival::seq)
                        .distinct()
                        .count();
    }

    private final class Child implements AutoCloseable {

        final Process process;
        private final URI status;

        Child(Path settings, Path folder) throws Exception {
            process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "run",
                            "--config",
                            settings.toString())
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("bridge.log").toFile()))
                    .start();
            @SuppressWarnings("resource") // the process's stream, closed with it
            BufferedReader out = process.inputReader();
            String ready = out.readLine();
            assertThat(ready).as(() -> read(folder.resolve("bridge.log"))).isNotNull();
            status = URI.create(mapper.readTree(ready).get("status").stringValue());
        }

        private static String read(Path log) {
            try {
                return Files.readString(log);
            } catch (java.io.IOException e) {
                return e.toString();
            }
        }

        JsonNode status() throws Exception {
            try (HttpClient http = HttpClient.newHttpClient()) {
                var answer = http.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                return mapper.readTree(answer.body());
            }
        }

        @Override
        public void close() throws Exception {
            process.destroyForcibly().waitFor();
        }
    }
}
