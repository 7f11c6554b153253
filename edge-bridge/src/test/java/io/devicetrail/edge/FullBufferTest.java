package io.devicetrail.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.edge.simulator.ExampleSettings;
import io.devicetrail.edge.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real machines, no broker, a buffer of thirty messages. */
class FullBufferTest {

    private static final int MAX_MESSAGES = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JsonMapper mapper = new JsonMapper();

    @Test
    void stop_reading_pauses_both_sources_at_the_limit_and_gives_nothing_up(@TempDir Path folder) throws Exception {
        try (Simulator simulator = new Simulator(0, 0, Duration.ofMillis(30), Clock.systemUTC());
                Bridge bridge = new Bridge(settings(folder, simulator, "stop-reading"), Clock.systemUTC())) {
            bridge.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(figures(bridge).get("sources"))
                            .allSatisfy(source -> assertThat(source.get("state").stringValue())
                                    .isEqualTo("PAUSED")));
            // One reading per source may have been in hand when the limit was reached.
            assertThat(figures(bridge).get("buffered").intValue()).isBetween(MAX_MESSAGES, MAX_MESSAGES + 2);
            assertThat(figures(bridge).get("dropped").intValue()).isZero();
        }
    }

    @Test
    void drop_oldest_reads_on_and_counts_what_it_gives_up(@TempDir Path folder) throws Exception {
        try (Simulator simulator = new Simulator(0, 0, Duration.ofMillis(30), Clock.systemUTC());
                Bridge bridge = new Bridge(settings(folder, simulator, "drop-oldest"), Clock.systemUTC())) {
            bridge.start();
            await().atMost(PATIENCE).until(() -> figures(bridge).get("dropped").intValue() > 20);
            JsonNode figures = figures(bridge);
            assertThat(figures.get("buffered").intValue()).isEqualTo(MAX_MESSAGES);
            assertThat(figures.get("appended").intValue())
                    .isEqualTo(MAX_MESSAGES + figures.get("dropped").intValue());
        }
    }

    private JsonNode figures(Bridge bridge) {
        return mapper.valueToTree(bridge.figures());
    }

    private BridgeSettings settings(Path folder, Simulator simulator, String whenFull) throws Exception {
        var example = new ExampleSettings(
                "acme", UUID.randomUUID(), UUID.randomUUID(), "tcp://127.0.0.1:1", "buffer.db", 0, 30);
        String json = mapper.writeValueAsString(example.of(simulator))
                .replace("drop-oldest", whenFull)
                .replace("100000", String.valueOf(MAX_MESSAGES));
        return BridgeSettings.read(Files.writeString(folder.resolve("bridge.json"), json));
    }
}
