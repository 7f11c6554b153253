package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** What a device says over a real broker, from its first word to its will. */
@TestInstance(Lifecycle.PER_CLASS)
class TelemetryTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NO_SENSE =
            "{\"boot\":\"b1\",\"seq\":900,\"values\":[{\"name\":\"colour\",\"value\":1}]";

    private final Api api = Api.shared();
    private final Instant start = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    private Plant plant = new Plant(api, "", "", "", "");

    @BeforeAll
    void plant() {
        plant = Plant.of(api, "talk");
    }

    @Test
    void aDeviceThatSpeaksIsOnlineInTheFleetUntilItsWill() throws Exception {
        String id = plant.active("T-1");
        TestDevice device = TestDevice.connect(api.instance(), "talk", id);
        device.measure(0, start, 21.5);
        awaitConnectivity(id, "ONLINE");
        Map<String, Object> online = Map.of("tenant", "talk", "text", "T-1", "connectivities", List.of("ONLINE"));
        JsonNode found = api.ask("fleet", Map.of("search", online, "first", 10, "after", api.head()));
        assertThat(found.path("totalCount").asLong()).isEqualTo(1);
        assertThat(found.path("facets").toString())
                .contains("{\"value\":\"ONLINE\",\"label\":\"ONLINE\",\"count\":1}")
                .contains("\"label\":\"Basel plant\",\"count\":1");
        // Presence is heard by one connection, measurements by all: being online may be known first.
        JsonNode latest = await().until(
                        () -> api.ask("device", Map.of("id", id))
                                .path("latestTelemetry")
                                .path(0),
                        one -> !one.isMissingNode());
        assertThat(latest.path("value").asDouble()).isEqualTo(21.5);
        assertThat(latest.path("unit").asString()).isEqualTo("°C");
        assertThat(latest.path("quality").asString()).isEqualTo("GOOD");
        assertThat(Instant.parse(latest.path("measuredAt").asString())).isEqualTo(start);

        device.vanish();
        JsonNode gone = awaitConnectivity(id, "OFFLINE");
        assertThat(gone.path("connectivity").path("reasons").toString()).isEqualTo("[\"WILL_RECEIVED\"]");
        assertThat(api.ask("fleet", Map.of("search", online, "first", 10, "after", api.head()))
                        .path("totalCount")
                        .asLong())
                .isZero();
    }

    @Test
    @Requirement("Annex 11 s.5")
    void whatDoesNotFitIsKeptAsItCame() throws MqttException {
        String id = plant.active("T-2");
        try (TestDevice device = TestDevice.connect(api.instance(), "talk", id)) {
            device.say("telemetry", NO_SENSE);
            device.measure(1, start, 3_000);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(api.ask("quarantine", Map.of("tenant", "talk")))
                            .anySatisfy(kept -> isKept(kept, id, "MALFORMED_JSON", NO_SENSE))
                            .anySatisfy(kept ->
                                    assertThat(kept.path("reason").asString()).isEqualTo("OUT_OF_RANGE")));
            assertThat(api.ask("device", Map.of("id", id)).path("latestTelemetry"))
                    .isEmpty();
        }
    }

    private static void isKept(JsonNode kept, String device, String reason, String bytes) {
        assertThat(kept.path("topic").asString()).isEqualTo("dt/v1/talk/" + device + "/telemetry");
        assertThat(kept.path("reason").asString()).isEqualTo(reason);
        assertThat(kept.path("detail").asString()).isNotBlank();
        assertThat(new String(
                        Base64.getDecoder().decode(kept.path("payloadBase64").asString()), StandardCharsets.UTF_8))
                .isEqualTo(bytes);
        assertThat(kept.path("size").asInt()).isEqualTo(bytes.length());
    }

    @Test
    void duplicatesAreStoredOnceAndAGapClosesWithTheLateMessage() throws MqttException {
        String id = plant.active("T-3");
        try (TestDevice device = TestDevice.connect(api.instance(), "talk", id)) {
            for (int twice = 0; twice < 2; twice++) {
                device.measure(0, start, 20);
                device.measure(1, start.plusSeconds(1), 21);
                device.measure(4, start.plusSeconds(4), 24);
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gaps(id)).isEqualTo("[{\"boot\":\"b1\",\"from\":2,\"to\":3}]"));
            device.measure(3, start.plusSeconds(3), 23);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gaps(id)).isEqualTo("[{\"boot\":\"b1\",\"from\":2,\"to\":2}]"));
            device.measure(2, start.plusSeconds(2), 22);
            await().atMost(SOON).untilAsserted(() -> assertThat(gaps(id)).isEqualTo("[]"));
            JsonNode points = series(id, 10, 100).path("points");
            assertThat(points).hasSize(5);
            assertThat(points).extracting(point -> point.path("last").asInt()).containsExactly(20, 21, 22, 23, 24);
        }
    }

    @Test
    void aLongSeriesIsDownsampled() throws MqttException {
        String id = plant.active("T-4");
        try (TestDevice device = TestDevice.connect(api.instance(), "talk", id)) {
            for (int second = 0; second < 60; second++) {
                device.measure(second, start.plusSeconds(second), second);
            }
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(series(id, 60, 60).path("points")).hasSize(60));
            JsonNode series = series(id, 60, 6);
            assertThat(series.path("downsampled").asBoolean()).isTrue();
            assertThat(series.path("intervalSeconds").asDouble()).isEqualTo(10.0);
            assertThat(series.path("points")).hasSize(6);
            JsonNode second = series.path("points").path(1);
            assertThat(Instant.parse(second.path("at").asString())).isEqualTo(start.plusSeconds(10));
            assertThat(second.path("mean").asDouble()).isEqualTo(14.5);
            assertThat(second.path("minimum").asDouble()).isEqualTo(10);
            assertThat(second.path("maximum").asDouble()).isEqualTo(19);
            assertThat(second.path("last").asDouble()).isEqualTo(19);
            assertThat(second.path("count").asInt()).isEqualTo(10);
            assertThat(second.path("good").asInt()).isEqualTo(10);
        }
    }

    private JsonNode awaitConnectivity(String device, String expected) {
        return await().atMost(SOON)
                .until(
                        () -> api.ask("device", Map.of("id", device)),
                        now -> now.path("connectivity")
                                .path("value")
                                .asString("none")
                                .equals(expected));
    }

    private String gaps(String device) {
        return api.ask("gaps", Map.of("id", device)).toString();
    }

    private JsonNode series(String device, int seconds, int points) {
        return api.ask(
                        "series",
                        Map.of(
                                "id",
                                device,
                                "name",
                                "temperature",
                                "from",
                                start.toString(),
                                "to",
                                start.plusSeconds(seconds).toString(),
                                "points",
                                points))
                .path("telemetry");
    }

    @AfterAll
    void theInstanceStaysInOrder() {
        assertThat(api.get("/actuator/health").statusCode()).isEqualTo(200);
    }
}
