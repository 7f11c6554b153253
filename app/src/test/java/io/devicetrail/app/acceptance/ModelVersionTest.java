package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A sensor whose model was too narrow: the next version is wider, and the sensor goes over to it. */
@Requirement({"11.10(e)", "11.10(f)", "Annex 11 s.5"})
class ModelVersionTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TENANT = "versions";

    private final Api api = Api.shared();

    @Test
    void whatTheOldVersionRefusedIsTakenInUnderTheNewOne() throws MqttException {
        Plant plant = Plant.of(api, TENANT);
        String device = plant.active("V-1");
        plant.registered("V-2");
        Instant measured = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try (TestDevice hot = TestDevice.connect(api.instance(), TENANT, device)) {
            hot.measure(0, measured, 99.5);
        }
        JsonNode kept = await().atMost(SOON).until(this::misfit, JsonNode::isObject);
        assertThat(api.refused("changeDeviceModelVersion", goBy(device, 2))).isEqualTo("MODEL_VERSION_UNKNOWN");
        JsonNode refused = api.mutate("publishDeviceModelVersion", with(wider(2), Map.of("compatibility", "BACKWARD")))
                .at("/errors/0");
        assertThat(refused.path("code").asString()).isEqualTo("MODEL_VERSION_INCOMPATIBLE");
        assertThat(refused.path("message").asString())
                .contains("not BACKWARD compatible with version 1")
                .contains("telemetry temperature maximum 85.0 → 120.0; command identify removed");
        api.done("publishDeviceModelVersion", with(wider(2), Map.of("compatibility", "FORWARD")));
        assertThat(api.refused("releaseQuarantinedMessage", release(kept)))
                .as("a version is none of the device's until it goes by it")
                .isEqualTo("MESSAGE_STILL_UNFIT");
        assertThat(api.refused("changeDeviceModelVersion", with(goBy(device, 2), Map.of("reason", " "))))
                .isEqualTo("REASON_MISSING");

        JsonNode now = api.done("changeDeviceModelVersion", goBy(device, 2)).path("device");

        assertThat(now.at("/model/version").asInt()).isEqualTo(2);
        assertThat(api.refused("changeDeviceModelVersion", goBy(device, 2))).isEqualTo("NOTHING_TO_CHANGE");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.mutate("releaseQuarantinedMessage", release(kept))
                                .path("errors"))
                        .isEmpty());
        JsonNode released = await().atMost(SOON)
                .until(
                        () -> api.ask("quarantine", Map.of("tenant", TENANT))
                                .path(0)
                                .path("release"),
                        shown -> !shown.path("outcome").asString("").isEmpty());
        assertThat(released.path("outcome").asString()).isEqualTo("TAKEN_IN");
        assertThat(api.ask("device", Map.of("id", device))
                        .at("/latestTelemetry/0/value")
                        .asDouble())
                .isEqualTo(99.5);
        assertThat(versionsOf(device)).containsExactly("null → 1", "1 → 2: the sensor was changed");
        assertThat(found(1)).containsExactly("V-2 1");
        assertThat(found(2)).containsExactly("V-1 2");

        api.done("deprecateDeviceModelVersion", Map.of("deviceModel", plant.model(), "version", 1, "reason", "narrow"));
        assertThat(api.refused("changeDeviceModelVersion", goBy(device, 1))).isEqualTo("MODEL_VERSION_DEPRECATED");
        plant.step("retireDevice", device);
        assertThat(api.refused("changeDeviceModelVersion", goBy(device, 1))).isEqualTo("DEVICE_ENDED");
    }

    private JsonNode misfit() {
        for (JsonNode message : api.ask("quarantine", Map.of("tenant", TENANT))) {
            if (message.path("reason").asString().equals("OUT_OF_RANGE")) {
                return message;
            }
        }
        return Api.JSON.missingNode();
    }

    private static Map<String, Object> goBy(String device, int version) {
        return with(because(device), Map.of("modelVersion", version, "reason", "the sensor was changed"));
    }

    private static Map<String, Object> release(JsonNode kept) {
        return Map.of("tenant", TENANT, "number", kept.path("number").asLong(), "reason", "the range was too narrow");
    }

    private static Map<String, Object> wider(int version) {
        Map<String, Object> input = new HashMap<>();
        input.put("tenant", TENANT);
        input.put("manufacturer", Plant.MAKER);
        input.put("name", "HC2A");
        input.put("version", version);
        input.put("heartbeatSeconds", Plant.HOUR);
        input.put(
                "telemetry",
                List.of(Map.of("name", "temperature", "type", "NUMBER", "unit", "°C", "minimum", -40, "maximum", 120)));
        return input;
    }

    private List<String> versionsOf(String device) {
        return api.auditTrail(TENANT, device)
                .valueStream()
                .map(edge -> edge.path("node"))
                .filter(entry -> entry.path("field").asString().equals("modelVersion"))
                .map(entry -> entry.path("from").asString("null") + " → "
                        + entry.path("to").asString()
                        + (entry.path("reason").isNull()
                                ? ""
                                : ": " + entry.path("reason").asString()))
                .toList();
    }

    private List<String> found(int version) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("search", Map.of("tenant", TENANT, "modelVersions", List.of(version)));
        variables.put("first", 10);
        variables.put("after", api.head());
        return api.ask("fleet", variables)
                .path("edges")
                .valueStream()
                .map(edge -> edge.at("/node/serialNumber").asString() + " "
                        + edge.at("/node/model/version").asInt())
                .toList();
    }
}
