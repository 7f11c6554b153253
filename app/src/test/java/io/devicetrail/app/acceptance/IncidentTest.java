package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Incidents from what happens on the line to what people say about it: real devices, broker, log and read models. */
class IncidentTest {
    /** A look comes a quarter of a minute after the change. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.13"})
    void aDeviceThatVanishesIsAnIncidentUntilItIsBack() throws Exception {
        String tenant = "incidents";
        Plant plant = Plant.of(api, tenant);
        String device = plant.active("I-1");
        try (TestDevice gone = TestDevice.connect(api.instance(), tenant, device)) {
            awaitConnectivity(device, "ONLINE");
            gone.vanish();
        }
        JsonNode opened = awaitOne(tenant, false);
        String incident = opened.path("incidentId").asString();
        assertThat(opened.path("kind").asString()).isEqualTo("DEVICE_OFFLINE");
        assertThat(opened.at("/device/deviceId").asString()).isEqualTo(device);
        assertThat(opened.path("evidence").toString()).contains("OFFLINE", "lastActivityAt");

        Map<String, Object> seen = Map.of("incident", incident, "reason", "Driving there");
        assertThat(api.refused("acknowledgeIncident", Map.of("incident", incident, "reason", " ")))
                .isEqualTo("REASON_MISSING");
        JsonNode acknowledged = api.done("acknowledgeIncident", seen);
        assertThat(acknowledged.at("/incident/acknowledgedBy").asString()).isNotBlank();
        assertThat(api.refused("acknowledgeIncident", seen)).isEqualTo("INCIDENT_ACKNOWLEDGED_BEFORE");

        try (TestDevice back = TestDevice.connect(api.instance(), tenant, device)) {
            awaitConnectivity(device, "ONLINE");
            assertThat(awaitOne(tenant, true).path("closedFor").asString()).isEqualTo("RECOVERED");
            assertThat(open(tenant)).isEmpty();
        }
        api.done("addIncidentNote", Map.of("incident", incident, "note", "A plug was loose.\nMended."));
        assertThat(api.refused("acknowledgeIncident", seen)).isEqualTo("INCIDENT_OVER");
        JsonNode story = api.ask("incident", Map.of("id", incident, "after", api.head()));
        assertThat(story.at("/notes/0/note").asString()).isEqualTo("A plug was loose.\nMended.");
        assertThat(story.at("/device/openIncidents")).isEmpty();

        assertThat(api.auditTrail(tenant, device).toString())
                .contains("incident.IncidentOpened", "silence-watch", "Driving there", "A plug was loose.")
                .contains("\"from\":\"OPEN\",\"to\":\"CLOSED\"");
    }

    @Test
    void aCommandThatIsToBeEscalatedIsAnIncidentUntilOneSucceeds() throws Exception {
        String tenant = "escalated";
        Plant plant = Plant.of(api, tenant);
        Map<String, Object> retry =
                Map.of("attempts", 2, "firstPauseSeconds", 1, "factor", 1, "longestPauseSeconds", 1, "escalates", true);
        api.done(
                "publishDeviceModelVersion",
                Map.of(
                        "tenant",
                        tenant,
                        "manufacturer",
                        Plant.MAKER,
                        "name",
                        "HC2A",
                        "version",
                        2,
                        "heartbeatSeconds",
                        Plant.HOUR,
                        "commands",
                        List.of(Map.of("name", "rinse", "timeoutSeconds", 2, "retry", retry))));
        String device = plant.registered(Plant.with(plant.device("E-1"), Map.of("modelVersion", 2)));
        plant.step("enrolDevice", device);
        plant.step("commissionDevice", device);
        request(device);
        JsonNode opened = awaitOne(tenant, false);
        assertThat(opened.path("kind").asString()).isEqualTo("COMMAND_FAILED");
        assertThat(opened.path("matter").asString()).isEqualTo("rinse");
        assertThat(opened.path("evidence").toString()).contains("EXPIRED");
        request(device);
        await().atMost(SOON).until(() -> open(tenant).path(0).at("/node/causes").asInt() == 2);
        try (TestDevice obeys = TestDevice.connect(api.instance(), tenant, device)) {
            String command = request(device);
            assertThat(obeys.nextCommand().path("commandId").asString()).isEqualTo(command);
            obeys.answer(command, "succeeded", "OK");
            assertThat(awaitOne(tenant, true).path("closedFor").asString()).isEqualTo("RECOVERED");
        }
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantsIncidentIsLikeNone() throws Exception {
        Plant theirs = Plant.of(api, "incidents-theirs");
        String device = theirs.active("T-1");
        try (TestDevice gone = TestDevice.connect(api.instance(), theirs.tenant(), device)) {
            awaitConnectivity(device, "ONLINE");
            gone.vanish();
        }
        String incident = awaitOne(theirs.tenant(), false).path("incidentId").asString();
        Plant ours = Plant.of(api, "incidents-ours");
        Signer stranger = Signer.of(api, ours.tenant(), "incidents.stranger", Role.OPERATOR);
        assertThat(stranger.ask("incident", Map.of("id", incident)).isNull()).isTrue();
        assertThat(stranger.ask("incidents", Map.of("tenant", theirs.tenant())).path("edges"))
                .isEmpty();
        assertThat(stranger.mutate("addIncidentNote", Map.of("incident", incident, "note", "mine"))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("INCIDENT_UNKNOWN");
        assertThat(api.answer(
                                Cast.AUDITOR.token(),
                                "mutations",
                                "addIncidentNote",
                                Map.of("input", Map.of("incident", incident, "note", "seen")))
                        .at("/data/addIncidentNote/errors/0/code")
                        .asString())
                .isEqualTo("NOT_AUTHORISED");
    }

    private String request(String device) {
        return api.done("requestCommand", Map.of("device", device, "name", "rinse"))
                .at("/command/commandId")
                .asString();
    }

    private JsonNode awaitOne(String tenant, boolean closed) {
        return await().atMost(SOON)
                .until(
                        () -> api.ask("incidents", Map.of("tenant", tenant, "closed", closed))
                                .at("/edges/0/node"),
                        node -> node.isObject() && node.path("open").asBoolean() != closed);
    }

    private JsonNode open(String tenant) {
        return api.ask("incidents", Map.of("tenant", tenant)).path("edges");
    }

    private void awaitConnectivity(String device, String value) {
        await().atMost(SOON)
                .until(() -> api.ask("device", Map.of("id", device))
                        .at("/connectivity/value")
                        .asString("")
                        .equals(value));
    }
}
