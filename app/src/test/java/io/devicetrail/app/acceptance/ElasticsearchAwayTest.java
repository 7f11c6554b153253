package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Elasticsearch hangs: it is stopped by a signal, so connections are taken and nothing is answered. That is harder than
 * a server that is gone, which {@link ExternalPartsTest} has.
 */
class ElasticsearchAwayTest {
    private static final String UNAVAILABLE = "FLEET_INDEX_UNAVAILABLE";
    /** The client gives a connection 2 s and an answer 5 s. */
    private static final Duration QUICKLY = Duration.ofSeconds(8);

    private final Api api = Api.shared();

    @Test
    void onlyTheFleetSearchWaitsForIt() throws Exception {
        Plant plant = Plant.of(api, "es-away");
        plant.registered("E-1");
        Map<String, Object> everything = Map.of("search", Map.of("tenant", "es-away"), "first", 10);
        await().atMost(QUICKLY)
                .until(() -> api.ask("fleet", everything).path("totalCount").asLong() == 1);
        signal("STOP");
        try {
            long begun = System.nanoTime();
            assertThat(api.refusal("fleet", everything)).isEqualTo(UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICKLY);

            begun = System.nanoTime();
            String device = plant.active("E-2");
            long after = plant.tag(device, "made", "while Elasticsearch was away");
            assertThat(api.ask("device", Map.of("id", device, "after", after))
                            .path("lifeCycle")
                            .asString())
                    .isEqualTo("ACTIVE");
            assertThat(api.ask("devices", Map.of("tenant", "es-away", "after", after))
                            .path("totalCount")
                            .asLong())
                    .isEqualTo(2);
            assertThat(api.auditTrail("es-away", device)).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICKLY);
        } finally {
            signal("CONT");
        }
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(api.answer("questions", "fleet", Map.copyOf(everything))
                                .path("data")
                                .path("fleet")
                                .path("totalCount")
                                .asLong())
                        .as("it catches up by itself")
                        .isEqualTo(2));
    }

    private static void signal(String name) throws IOException, InterruptedException {
        List<String> servers = ProcessHandle.current()
                .descendants()
                .filter(process -> commandLine(process.pid()).contains("org.elasticsearch.server"))
                .map(process -> Long.toString(process.pid()))
                .toList();
        assertThat(servers).as("processes of the embedded Elasticsearch").isNotEmpty();
        for (String server : servers) {
            assertThat(new ProcessBuilder("kill", "-" + name, server).start().waitFor())
                    .isZero();
        }
    }

    private static String commandLine(long process) {
        try {
            return Files.readString(Path.of("/proc/" + process + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
