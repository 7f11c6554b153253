package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.domain.enrolment.Fingerprint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The longest list that is taken, in one request, with the read models at work, but for the fleet index. */
@Requirement("11.10(h)")
class LongListTest {
    private static final Logger LOG = LoggerFactory.getLogger(LongListTest.class);
    private static final int ROWS = 10_000;
    /** {@code devicetrail.graphql.longest-request}, after which the request would have been ended. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void tenThousandRowsAreTakenInOneRequest() throws Exception {
        Map<String, String> settings = SharedParts.settings(Api.shared(), "long_list");
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
        // No device says anything here, and none of another test should be heard here.
        settings.put("devicetrail.mqtt.url", "tcp://127.0.0.1:9");
        try (Instance instance = Instance.start(
                Settings.load(home, settings), Progress.SILENT, Map.of("devicetrail.ingress.node", "long-list"))) {
            Api api = new Api(instance);
            Plant plant = Plant.of(api, "long-list");
            Map<String, Object> list = new HashMap<>(plant.device("unused"));
            list.remove("serialNumber");
            list.put("reason", Plant.REASON);
            list.put(
                    "rows", IntStream.range(0, ROWS).mapToObj(LongListTest::row).toList());

            long begun = System.nanoTime();
            JsonNode first = sent(api, list);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            LOG.warn("{} new rows took {}", ROWS, took);
            assertThat(first.findValuesAsString("result")).hasSize(ROWS).containsOnly("REGISTERED");
            assertThat(took).isLessThan(LONGEST);

            begun = System.nanoTime();
            JsonNode again = sent(api, list);
            LOG.warn("sent again they took {}", Duration.ofNanos(System.nanoTime() - begun));
            assertThat(again.findValuesAsString("result")).hasSize(ROWS).containsOnly("KNOWN");
            assertThat(again.findValuesAsString("device")).isEqualTo(first.findValuesAsString("device"));
        }
    }

    private static JsonNode sent(Api api, Map<String, Object> list) throws Exception {
        HttpResponse<String> answer = Api.HTTP.send(
                HttpRequest.newBuilder(URI.create(api.graphql().toString()))
                        .timeout(LONGEST.multipliedBy(2))
                        .header(
                                "Authorization",
                                "Bearer " + Cast.whoMay("importFactoryKeys").token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Api.body("mutations", "importFactoryKeys", Map.of("input", list))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode payload = Api.JSON.readTree(answer.body());
        assertThat(payload.at("/data/importFactoryKeys/errors"))
                .as(payload.path("errors").toString())
                .isEmpty();
        return payload.at("/data/importFactoryKeys/rows");
    }

    private static Map<String, Object> row(int number) {
        return Map.of("serialNumber", "L-" + number, "keyFingerprint", Fingerprint.of("key " + number));
    }
}
