package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A stricter version that only reports at first: nothing is refused, what would be is shown, and then it is enforced. */
@Requirement({"11.10(e)", "11.10(f)"})
class ReportOnlyVersionTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TENANT = "reportonly";

    private final Api api = Api.shared();
    private final AtomicInteger said = new AtomicInteger();

    @Test
    void whatItWouldRefuseIsTakenAndShownUntilItIsEnforced() throws Exception {
        Plant plant = Plant.of(api, TENANT);
        String device = plant.active("R-1");
        assertThat(api.refused("publishDeviceModelVersion", with(stricter("°F"), Map.of("reportOnly", true))))
                .isEqualTo("REPORT_ONLY_DEFINES_OTHERWISE");
        JsonNode published = api.done("publishDeviceModelVersion", with(stricter("°C"), Map.of("reportOnly", true)))
                .path("deviceModel");
        assertThat(published.path("version").asInt()).isEqualTo(2);
        api.done("changeDeviceModelVersion", with(because(device), Map.of("modelVersion", 2)));
        assertThat(version(plant).path("reportOnly").asBoolean()).isTrue();
        assertThat(version(plant).path("rulesOf").asInt()).isEqualTo(1);

        try (TestDevice hot = TestDevice.connect(api.instance(), TENANT, device)) {
            JsonNode findings = await().atMost(SOON)
                    .until(
                            () -> {
                                measures(hot, 60);
                                return version(plant).path("wouldRefuse");
                            },
                            shown -> shown.path("messages").asInt() > 0);
            assertThat(findings.path("devices").asInt()).isEqualTo(1);
            assertThat(findings.at("/reasons/0/subject").asString()).isEqualTo("TELEMETRY");
            assertThat(findings.at("/reasons/0/code").asString()).isEqualTo("OUT_OF_RANGE");
            assertThat(findings.at("/latest/0/deviceId").asString()).isEqualTo(device);
            assertThat(findings.at("/latest/0/detail").asString()).contains("above its maximum 50");
            assertThat(misfits()).isEmpty();
            assertThat(api.ask("device", Map.of("id", device))
                            .at("/latestTelemetry/0/value")
                            .asDouble())
                    .isEqualTo(60);
            api.done("requestCommand", identify(device));
            assertThat(version(plant).path("wouldRefuse").path("reasons").toString())
                    .contains("COMMAND_NOT_IN_MODEL");

            Map<String, Object> enforcement =
                    Map.of("deviceModel", plant.model(), "version", 2, "reason", "nobody is above any more");
            assertThat(api.refused("enforceDeviceModelVersion", with(enforcement, Map.of("reason", " "))))
                    .isEqualTo("REASON_MISSING");
            assertThat(api.answer(
                                    Cast.OPERATOR.token(),
                                    "mutations",
                                    "enforceDeviceModelVersion",
                                    Map.of("input", enforcement))
                            .toString())
                    .as("an operator may not")
                    .contains("NOT_AUTHORISED");
            JsonNode enforced =
                    api.done("enforceDeviceModelVersion", enforcement).path("deviceModel");
            assertThat(enforced.path("reportOnly").asBoolean()).isFalse();
            assertThat(api.refused("enforceDeviceModelVersion", enforcement)).isEqualTo("MODEL_VERSION_ENFORCED");
            assertThat(api.refused("requestCommand", identify(device))).isEqualTo("COMMAND_NOT_IN_MODEL");
            await().atMost(SOON).untilAsserted(() -> {
                measures(hot, 61);
                assertThat(misfits()).contains("OUT_OF_RANGE");
            });
        }
        assertThat(api.auditTrail(TENANT, plant.model()).toString())
                .contains("devicemodel.DeviceModelVersionReportsOnly", "REPORTS_ONLY")
                .contains("devicemodel.DeviceModelVersionEnforced", "nobody is above any more");
    }

    private void measures(TestDevice device, double value) throws Exception {
        device.measure(said.getAndIncrement(), Instant.now().truncatedTo(ChronoUnit.SECONDS), value);
    }

    private JsonNode version(Plant plant) {
        return api.ask("deviceModel", Map.of("id", plant.model(), "version", 2, "after", api.head()));
    }

    private List<String> misfits() {
        return api.ask("quarantine", Map.of("tenant", TENANT))
                .valueStream()
                .map(message -> message.path("reason").asString())
                .toList();
    }

    private static Map<String, Object> identify(String device) {
        return Map.of("device", device, "name", "identify", "reason", Plant.REASON);
    }

    /** Up to 50 degrees, and without a command. */
    private static Map<String, Object> stricter(String unit) {
        Map<String, Object> input = new HashMap<>();
        input.put("tenant", TENANT);
        input.put("manufacturer", Plant.MAKER);
        input.put("name", "HC2A");
        input.put("version", 2);
        input.put("heartbeatSeconds", Plant.HOUR);
        input.put(
                "telemetry",
                List.of(Map.of("name", "temperature", "type", "NUMBER", "unit", unit, "minimum", -40, "maximum", 50)));
        return input;
    }
}
