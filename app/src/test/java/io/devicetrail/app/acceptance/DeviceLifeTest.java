package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** A device from its registration to its end, by mutations alone, and what the audit trail says of it afterwards. */
@TestInstance(Lifecycle.PER_CLASS)
class DeviceLifeTest {
    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");

    @BeforeAll
    void plant() {
        plant = Plant.of(api, "life");
    }

    @Test
    void aDeviceGoesThroughItsLifeStepByStep() {
        String device = plant.registered("L-1");
        List<String> seen = new ArrayList<>();
        for (String step : List.of(
                "enrolDevice",
                "commissionDevice",
                "suspendDevice",
                "resumeDevice",
                "sendDeviceToRepair",
                "returnDeviceFromRepair",
                "retireDevice")) {
            seen.add(api.done(step, because(device))
                    .path("device")
                    .path("lifeCycle")
                    .asString());
        }
        assertThat(seen)
                .containsExactly("ENROLLED", "ACTIVE", "SUSPENDED", "ACTIVE", "UNDER_REPAIR", "ACTIVE", "RETIRED");
        assertThat(changesOf(device, "lifeCycle"))
                .containsExactly(
                        "null → REGISTERED",
                        "REGISTERED → ENROLLED",
                        "ENROLLED → ACTIVE",
                        "ACTIVE → SUSPENDED",
                        "SUSPENDED → ACTIVE",
                        "ACTIVE → UNDER_REPAIR",
                        "UNDER_REPAIR → ACTIVE",
                        "ACTIVE → RETIRED");
    }

    @Test
    void aReplacedDevicePointsToItsSuccessor() {
        String old = plant.active("L-2");
        String successor = plant.registered("L-3");
        JsonNode payload = api.done("replaceDevice", with(because(old), Map.of("replacement", successor)));
        assertThat(payload.path("device").path("lifeCycle").asString()).isEqualTo("REPLACED");
        assertThat(payload.path("device")
                        .path("replacedBy")
                        .path("serialNumber")
                        .asString())
                .isEqualTo("L-3");
        assertThat(changesOf(old, "replacedBy")).containsExactly("null → " + successor);
        assertThat(api.refused("resumeDevice", because(old))).isEqualTo("ILLEGAL_TRANSITION");
    }

    @Test
    void everythingElseOfADeviceCanBeChangedToo() {
        String gateway = plant.registered("L-4");
        String device = plant.registered(with(
                plant.device("L-5"),
                Map.of("hardwareRevision", "A", "tags", List.of(Map.of("name", "line", "value", "1")))));
        api.done("moveDevice", with(because(device), Map.of("site", plant.cork())));
        api.done("attachDeviceToGateway", with(because(device), Map.of("gateway", gateway)));
        api.done("reviseDeviceHardware", with(because(device), Map.of("hardwareRevision", "B")));
        plant.tag(device, "line", "2");
        plant.tag(device, "room", "cold");
        JsonNode now = api.done("untagDevice", with(because(device), Map.of("name", "line")))
                .path("device");
        assertThat(now.path("site").path("key").asString()).isEqualTo("cork");
        assertThat(now.path("gateway").path("deviceId").asString()).isEqualTo(gateway);
        assertThat(now.path("hardwareRevision").asString()).isEqualTo("B");
        assertThat(now.path("tags").toString()).isEqualTo("[{\"name\":\"room\",\"value\":\"cold\"}]");
        assertThat(changesOf(device, "tags.line")).containsExactly("null → 1", "1 → 2", "2 → null");
        assertThat(changesOf(device, "hardwareRevision")).containsExactly("null → A", "A → B");
        JsonNode node = api.ask("node", Map.of("id", now.path("id").asString()));
        assertThat(node.path("__typename").asString()).isEqualTo("Device");
    }

    @Test
    @Requirement("11.10(f)")
    void whatARuleForbidsIsRefusedByItsCode() {
        String device = plant.registered("L-6");
        long before = api.eventsOf("life");
        assertThat(api.refused("commissionDevice", because(device))).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(api.refused("registerDevice", plant.device("L-6"))).isEqualTo("SERIAL_NUMBER_TAKEN");
        assertThat(api.refused("enrolDevice", Map.of("device", device, "reason", " \t ")))
                .isEqualTo("REASON_MISSING");
        assertThat(api.refused("enrolDevice", Map.of("device", device, "reason", "")))
                .isEqualTo("REASON_MISSING");
        assertThat(api.refused("enrolDevice", because("00000000-0000-5000-8000-000000000000")))
                .isEqualTo("DEVICE_UNKNOWN");
        assertThat(api.eventsOf("life"))
                .as("nothing that was refused is in the log")
                .isEqualTo(before);
        JsonNode answer = api.answer("mutations", "enrolDevice", Map.of("input", Map.of("device", device)));
        assertThat(answer.path("errors"))
                .as("without a reason it is no request at all")
                .isNotEmpty();
    }

    @Test
    void theSameKeyTwiceIsOneChange() {
        Map<String, Object> input = with(plant.device("L-7"), Map.of("clientMutationId", "once"));
        JsonNode first = api.done("registerDevice", input);
        long stored = api.eventsOf("life");
        JsonNode again = api.done("registerDevice", input);
        assertThat(again).isEqualTo(first);
        assertThat(again.path("clientMutationId").asString()).isEqualTo("once");
        assertThat(api.eventsOf("life")).isEqualTo(stored);
        assertThat(api.refused("registerDevice", with(plant.device("L-8"), Map.of("clientMutationId", "once"))))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.12.4", "Annex 11 draft 12.2"})
    void theAuditTrailSaysWhoInWhichRoleFromWhatToWhatAndWhy() {
        String device = plant.registered("L-9");
        Map<String, Object> input = new HashMap<>(because(device));
        input.put("reason", "Sensor calibrated on 20 November, certificate 4711");
        input.put("reasonCode", "CAL");
        long position = api.done("enrolDevice", input).path("position").asLong();
        JsonNode entries = api.auditTrail("life", device);
        JsonNode last = entries.get(entries.size() - 1).path("node");
        assertThat(last.path("index").asLong()).isEqualTo(position);
        assertThat(last.path("event").asString()).isEqualTo("device.DeviceEnrolled");
        assertThat(last.path("recordType").asString()).isEqualTo("device");
        assertThat(last.path("field").asString()).isEqualTo("lifeCycle");
        assertThat(last.path("from").asString()).isEqualTo("REGISTERED");
        assertThat(last.path("to").asString()).isEqualTo("ENROLLED");
        assertThat(last.path("actorType").asString()).isEqualTo("PERSON");
        assertThat(last.path("actorId").asString()).isEqualTo(Cast.ENGINEER.personId());
        assertThat(last.path("actorRole").asString()).isEqualTo("site-engineer");
        assertThat(last.path("authentication").asString()).isEqualTo("pwd otp");
        assertThat(last.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(last.path("client").asString()).isEqualTo(Api.CLIENT);
        assertThat(last.path("reasonCode").asString()).isEqualTo("CAL");
        assertThat(last.path("reason").asString()).isEqualTo(input.get("reason"));
    }

    @Test
    @Requirement("11.10(d)")
    void aTenantSeesItsOwnDevicesOnly() {
        Plant other = Plant.of(api, "life-next-door");
        String foreign = other.registered("L-1-next-door");
        long after = api.head();
        assertThat(api.ask("devices", Map.of("tenant", "life", "after", after)).toString())
                .doesNotContain("L-1-next-door");
        assertThat(api.auditTrail("life", foreign)).isEmpty();
        assertThat(api.refused("moveDevice", with(because(foreign), Map.of("site", plant.basel()))))
                .isEqualTo("SITE_UNKNOWN");
    }

    private List<String> changesOf(String device, String field) {
        List<String> changes = new ArrayList<>();
        for (JsonNode edge : api.auditTrail("life", device)) {
            JsonNode entry = edge.path("node");
            if (entry.path("field").asString().equals(field)) {
                assertThat(entry.path("actorName").asString()).isNotBlank();
                changes.add(entry.path("from").asString("null") + " → "
                        + entry.path("to").asString("null"));
            }
        }
        return changes;
    }
}
