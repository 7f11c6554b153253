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
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** A device is asked to be otherwise, and says whether it is. */
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"11.10(b)", "11.10(e)"})
class TwinTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TENANT = "twins";
    static final int WITH_PROPERTIES = 2;

    private final Api api = Api.shared();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Plant plant = Plant.of(api, TENANT);

    TwinTest() {
        api.done("publishDeviceModelVersion", withProperties(TENANT));
    }

    /** The second version of a plant's model. */
    static Map<String, Object> withProperties(String tenant) {
        Map<String, Object> version = new HashMap<>();
        version.put("tenant", tenant);
        version.put("manufacturer", Plant.MAKER);
        version.put("name", "HC2A");
        version.put("version", WITH_PROPERTIES);
        version.put("heartbeatSeconds", Plant.HOUR);
        version.put(
                "properties",
                List.of(
                        Map.of("name", "interval", "type", "INTEGER", "unit", "s", "direction", "DESIRED"),
                        Map.of("name", "limit", "type", "NUMBER", "unit", "°C", "direction", "DESIRED"),
                        Map.of("name", "sealed", "type", "BOOLEAN", "direction", "REPORTED", "audited", true),
                        Map.of("name", "battery", "type", "NUMBER", "unit", "V", "direction", "REPORTED")));
        return version;
    }

    private String device(String serialNumber) {
        return plant.registered(with(plant.device(serialNumber), Map.of("modelVersion", WITH_PROPERTIES)));
    }

    private static Map<String, Object> wanted(String device, Map<String, ?> properties) {
        return with(because(device), Map.of("properties", properties));
    }

    private void says(TestDevice device, long seq, Map<String, ?> more) throws MqttException {
        device.say(
                "state",
                Api.JSON.writeValueAsString(with(
                        Map.of(
                                "boot",
                                "b1",
                                "seq",
                                seq,
                                "at",
                                now.plusSeconds(seq).toString()),
                        more)));
    }

    private JsonNode awaitConvergence(String device, String convergence) {
        return await().atMost(SOON)
                .until(
                        () -> api.ask("twin", Map.of("id", device)).path("twin"),
                        twin -> twin.path("convergence").asString().equals(convergence));
    }

    /** It has come, and there was nothing to tell it; else it might be told the same twice. */
    private void awaitWelcomed(String device) {
        await().atMost(SOON)
                .until(() -> api.ask("device", Map.of("id", device))
                        .at("/connectivity/value")
                        .asString("")
                        .equals("ONLINE"));
        await().atMost(SOON)
                .until(() -> api.database()
                        .sql("select count(*) from ingress.desired_ask where device_id = ?::uuid")
                        .param(device)
                        .query(Long.class)
                        .single()
                        .equals(0L));
    }

    @Test
    void whatIsDesiredGoesToTheDeviceAndItsWordComesBack() throws Exception {
        String id = device("T-1");
        long first;
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            awaitWelcomed(id);
            JsonNode changed = api.done("changeDesiredProperties", wanted(id, Map.of("interval", 60, "limit", 21)));
            first = changed.path("position").asLong();
            assertThat(changed.at("/twin/desired/version").asInt()).isEqualTo(1);
            assertThat(changed.at("/twin/convergence").asString()).isEqualTo("PENDING");
            assertThat(device.nextDesired())
                    .hasToString("{\"version\":1,\"base\":0,\"properties\":{\"interval\":60,\"limit\":21.0}}");

            says(device, 1, Map.of("desiredVersion", 1, "outcome", "applied", "reported", Map.of("sealed", true)));
            awaitConvergence(id, "IN_SYNC");

            Map<String, Object> hotter = with(wanted(id, Map.of("limit", 99.5)), Map.of("expectedVersion", 1));
            api.done("changeDesiredProperties", hotter);
            assertThat(device.nextDesired()).hasToString("{\"version\":2,\"base\":1,\"properties\":{\"limit\":99.5}}");
            says(device, 2, Map.of("desiredVersion", 2, "outcome", "refused", "code", "HOT", "detail", "too hot"));
            JsonNode refused = awaitConvergence(id, "REFUSED");
            assertThat(refused.path("refusedCode").asString()).isEqualTo("HOT");
            assertThat(refused.path("answeredAt").asString())
                    .isEqualTo(now.plusSeconds(2).toString());
            assertThat(api.refused("changeDesiredProperties", hotter)).isEqualTo("DESIRED_VERSION_STALE");
        }
        try (TestDevice again = TestDevice.connect(api.instance(), TENANT, id)) {
            assertThat(again.nextDesired())
                    .as("it came back, and is not as it should be")
                    .hasToString("{\"version\":2,\"full\":true,\"properties\":{\"interval\":60,\"limit\":99.5}}");
        }
        assertThat(values(asOf(id, Map.of("atPosition", first)))).isEqualTo("v1 interval=60 limit=21.0 PENDING");
        assertThat(values(asOf(id, Map.of("atPosition", first - 1)))).isEqualTo("v0 IN_SYNC");
        assertThat(values(asOf(id, Map.of()))).isEqualTo("v2 interval=60 limit=99.5 REFUSED");
        assertThat(values(asOf(id, Map.of("atTime", now.minusSeconds(60).toString()))))
                .isEqualTo("v0 IN_SYNC");
        assertThat(trail(id, "desired.limit")).containsExactly("null → 21.0 °C: PERSON", "21.0 → 99.5 °C: PERSON");
        assertThat(trail(id, "desired version 2")).containsExactly("PENDING → REFUSED: DEVICE");
    }

    @Test
    void onlyWhatIsAuditedIsInTheLogAndNothingOlderOverwrites() throws Exception {
        String id = device("T-2");
        try (TestDevice device = TestDevice.connect(api.instance(), TENANT, id)) {
            says(device, 5, Map.of("reported", Map.of("sealed", true, "battery", 3.1)));
            says(device, 4, Map.of("reported", Map.of("sealed", false, "battery", 1.0)));
            says(device, 6, Map.of("reported", Map.of("battery", 3.0)));
            says(device, 7, Map.of("reported", Map.of("interval", 3)));
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                api.ask("twin", Map.of("id", id)).at("/twin/reported"))
                        .hasToString("[{\"name\":\"battery\",\"value\":3.0,\"seq\":6,\"at\":\"%s\",\"audited\":false},"
                                        .formatted(now.plusSeconds(6))
                                + "{\"name\":\"sealed\",\"value\":true,\"seq\":5,\"at\":\"%s\",\"audited\":true}]"
                                        .formatted(now.plusSeconds(5))));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("quarantine", Map.of("tenant", TENANT)))
                        .anySatisfy(message ->
                                assertThat(message.path("reason").asString()).isEqualTo("UNKNOWN_NAME")));
        assertThat(trail(id, "reported.sealed")).containsExactly("null → true: DEVICE");
        assertThat(trail(id, "reported.battery")).isEmpty();
        assertThat(asOf(id, Map.of()).path("reported"))
                .singleElement()
                .satisfies(
                        property -> assertThat(property.path("name").asString()).isEqualTo("sealed"));
    }

    @Test
    void aChangeIsHeldAgainstTheModelAndNeedsAReason() {
        String id = device("T-3");
        Map<String, Object> good = wanted(id, Map.of("interval", 60));
        assertThat(api.refused("changeDesiredProperties", wanted(id, Map.of("colour", "red"))))
                .isEqualTo("DESIRED_PROPERTY_UNKNOWN");
        assertThat(api.refused("changeDesiredProperties", wanted(id, Map.of("interval", "often"))))
                .isEqualTo("DESIRED_PROPERTY_UNFIT");
        assertThat(api.refused("changeDesiredProperties", with(good, Map.of("reason", " "))))
                .isEqualTo("REASON_MISSING");
        assertThat(api.refused("changeDesiredProperties", wanted(id, Map.of()))).isEqualTo("MALFORMED_INPUT");

        Map<String, Object> keyed = with(good, Map.of("clientMutationId", "twin-1"));
        long position =
                api.done("changeDesiredProperties", keyed).path("position").asLong();
        assertThat(api.done("changeDesiredProperties", keyed).path("position").asLong())
                .as("the same request again")
                .isEqualTo(position);
        assertThat(api.refused("changeDesiredProperties", good)).isEqualTo("NOTHING_TO_CHANGE");
        plant.step("retireDevice", id);
        assertThat(api.refused("changeDesiredProperties", wanted(id, Map.of("interval", 61))))
                .isEqualTo("DEVICE_ENDED");
    }

    private JsonNode asOf(String device, Map<String, ?> moment) {
        return api.ask("deviceTwin", with(Map.of("device", device), moment));
    }

    private static String values(JsonNode twin) {
        return "v" + twin.at("/desired/version").asInt()
                + twin.at("/desired/properties")
                        .valueStream()
                        .map(property -> " " + property.path("name").asString() + "=" + property.path("value"))
                        .collect(Collectors.joining())
                + " " + twin.path("convergence").asString();
    }

    private List<String> trail(String device, String field) {
        return api.auditTrail(TENANT, device)
                .valueStream()
                .map(edge -> edge.path("node"))
                .filter(entry -> entry.path("field").asString().equals(field))
                .map(entry -> entry.path("from").asString("null") + " → "
                        + entry.path("to").asString()
                        + (entry.path("unit").isString()
                                ? " " + entry.path("unit").asString()
                                : "")
                        + ": " + entry.path("actorType").asString())
                .toList();
    }
}
