package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.embedded.ExternalPart;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A site's own PostgreSQL and broker, and an Elasticsearch that is not there: nothing embedded is started. */
class ExternalPartsTest {
    private final Api first = Api.shared();

    @Test
    void anInstanceLivesOnPartsOfOthersAndStartsWithoutElasticsearch(@TempDir Path home) throws Exception {
        try (Instance site =
                Instance.start(settings(home), Progress.SILENT, Map.of("devicetrail.ingress.node", "site"))) {
            assertThat(startedFor(home)).as("processes started").isEmpty();
            assertThat(startedFor(first.instance().home()))
                    .as("where parts are embedded")
                    .isNotEmpty();
            assertThat(List.of(
                            site.parts().postgres(),
                            site.parts().elasticsearch(),
                            site.parts().broker()))
                    .allSatisfy(part -> assertThat(part).isInstanceOf(ExternalPart.class));
            Api api = new Api(site);
            JsonNode log = api.answer(Cast.PLATFORM_ADMINISTRATOR.token(), "questions", "log", Map.of());
            assertThat(log.path("data").path("log").path("head").asLong())
                    .as("a log of its own: the first administrator's")
                    .isEqualTo(2);
            Plant plant = Plant.of(api, "site");
            String device = plant.active("X-1");
            assertThat(api.ask("device", Map.of("id", device, "after", api.head()))
                            .path("lifeCycle")
                            .asString())
                    .isEqualTo("ACTIVE");
            assertThat(first.ask("devices", Map.of("tenant", "site", "after", first.head()))
                            .path("totalCount")
                            .asLong())
                    .as("the other instance on the same server")
                    .isZero();

            long begun = System.nanoTime();
            assertThat(api.refusal("fleet", Map.of("search", Map.of("tenant", "site"), "first", 10)))
                    .isEqualTo("FLEET_INDEX_UNAVAILABLE");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            await().untilAsserted(() -> assertThat(api.get("/actuator/health").body())
                    .containsPattern("\"connectionsUp\":[1-9]")
                    .contains(String.valueOf(first.instance().addresses().plainMqtt())));
        }
        assertThat(first.ask("log", Map.of()).path("readModels")).isNotEmpty();
    }

    private Settings settings(Path home) throws Exception {
        Map<String, String> set = SharedParts.settingsWithBroker(first, "site");
        set.put("devicetrail.elasticsearch.url", "http://127.0.0.1:" + closedPort());
        return Settings.load(home, set);
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** By the folder they were given: tests beside this one start processes too. */
    private static Stream<String> startedFor(Path home) {
        return ProcessHandle.current()
                .descendants()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(home.toString()));
    }
}
