package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.domain.enrolment.Fingerprint;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

/**
 * A long list is taken in one request, with the read models at work, but for the fleet index; {@code
 * -Ddevicetrail.rows} says how long, and {@code ./devicetrail drill list} takes the longest that there may be.
 */
@Requirement("11.10(h)")
@Execution(value = ExecutionMode.CONCURRENT, reason = "has an instance and a database of its own, and no device")
@ResourceLock(value = SharedParts.POSTGRES, mode = ResourceAccessMode.READ)
class LongListTest {
    private static final int ROWS = Integer.getInteger("devicetrail.rows", 1_000);
    /** The request's own limit is a minute; where a machine is too slow for that, the answer says so. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The process's own: tests that run beside this one take {@code System.out} for a moment, to read their words. */
    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.err), true);

    @TempDir
    Path home;

    @Test
    void eachRowIsTakenOnceAndAnswered() throws Exception {
        Map<String, String> settings = SharedParts.settings(Api.shared(), "long_list");
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
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
            assertThat(first.findValuesAsString("result")).hasSize(ROWS).containsOnly("REGISTERED");

            begun = System.nanoTime();
            JsonNode again = sent(api, list);
            out.println("list of " + ROWS + " rows: new ones took " + took.toMillis() + " ms, the same once more "
                    + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
            assertThat(again.findValuesAsString("result")).hasSize(ROWS).containsOnly("KNOWN");
            assertThat(again.findValuesAsString("device")).isEqualTo(first.findValuesAsString("device"));
        }
    }

    private static JsonNode sent(Api api, Map<String, Object> list) throws Exception {
        HttpResponse<String> answer = Api.HTTP.send(
                HttpRequest.newBuilder(URI.create(api.graphql().toString()))
                        .timeout(PATIENCE)
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
        JsonNode rows = payload.at("/data/importFactoryKeys/rows");
        assertThat(rows.findValuesAsString("message"))
                .as("why rows were refused")
                .isEmpty();
        return rows;
    }

    private static Map<String, Object> row(int number) {
        return Map.of("serialNumber", "L-" + number, "keyFingerprint", Fingerprint.of("key " + number));
    }
}
