package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.authority.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** What a tenant wants signed is used when it is signed: by others than who made it, one after the other. */
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"11.10(f)", "11.10(g)"})
class SignaturePolicyTest {
    private static final String TENANT = "policies";
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Api api = Api.shared();
    private Plant plant = new Plant(api, "", "", "", "");
    private Signer requester;
    private Signer reviewer;
    private Signer approver;
    private String device = "";
    private String enrolled = "";

    @BeforeAll
    void plant() throws Exception {
        plant = Plant.of(api, TENANT);
        device = plant.active("S-1");
        enrolled = plant.registered("S-2");
        plant.step("enrolDevice", enrolled);
        requester = Signer.of(api, TENANT, "req.uester", Role.SITE_ENGINEER, Role.QUALITY_APPROVER);
        reviewer = Signer.of(api, TENANT, "re.viewer", Role.SITE_ENGINEER);
        approver = Signer.of(api, TENANT, "ap.prover", Role.QUALITY_APPROVER);
    }

    @Test
    void aCommandReachesTheDeviceWhenItIsReviewedAndApprovedByOthers() throws Exception {
        set("DEVICE_COMMAND", true, step("REVIEW", "site-engineer"), step("APPROVAL", "quality-approver"));
        try (TestDevice connected = TestDevice.connect(api.instance(), TENANT, device)) {
            JsonNode requested = requester.mutate(
                    "requestCommand", Map.of("device", device, "name", "identify", "reason", Plant.REASON));
            assertThat(requested.at("/command/state").asString()).isEqualTo("WAITING_FOR_SIGNATURES");
            String command = requested.at("/command/commandId").asString();
            Map<String, Object> record = Map.of("kind", "DEVICE_COMMAND", "id", command);

            assertThat(requester.refused(record, "APPROVAL")).isEqualTo("OWN_RECORD");
            assertThat(approver.refused(record, "APPROVAL")).isEqualTo("NOT_YOUR_TURN");
            reviewer.sign(record, "REVIEW");
            JsonNode standing = policy(record);
            assertThat(standing.path("complete").asBoolean()).isFalse();
            assertThat(standing.path("missing").toString())
                    .isEqualTo("[{\"meaning\":\"APPROVAL\",\"roles\":[\"quality-approver\"],\"count\":1}]");
            assertThat(state(command)).isEqualTo("WAITING_FOR_SIGNATURES");
            assertThat(requester.refused(record, "APPROVAL")).isEqualTo("OWN_RECORD");

            approver.sign(record, "APPROVAL");
            assertThat(connected.nextCommand().path("commandId").asString()).isEqualTo(command);
            connected.answer(command, "succeeded", "DONE");
            await().atMost(SOON).until(() -> state(command).equals("SUCCEEDED"));
            assertThat(policy(record).path("complete").asBoolean()).isTrue();
            assertThat(api.auditTrail(TENANT, device))
                    .extracting(edge -> edge.path("node").path("event").asString())
                    .contains("command.CommandHeld", "command.CommandReleased");
        }
    }

    @Test
    void aDeviceGoesByAModelThatIsApproved() throws Exception {
        set("DEVICE_MODEL_VERSION", false, step("APPROVAL", "quality-approver"));
        assertThat(api.refused("registerDevice", plant.device("S-3"))).isEqualTo("SIGNATURES_MISSING");
        assertThat(api.refused("commissionDevice", Plant.because(enrolled))).isEqualTo("SIGNATURES_MISSING");
        assertThat(api.ask("signaturePolicies", Map.of("tenant", TENANT)).toString())
                .contains("DEVICE_MODEL_VERSION");
        approver.sign(Map.of("kind", "DEVICE_MODEL_VERSION", "id", plant.model() + ":1"), "APPROVAL");
        api.ask(
                "signatures",
                Map.of(
                        "record",
                        Map.of("kind", "DEVICE_MODEL_VERSION", "id", plant.model() + ":1"),
                        "after",
                        api.head()));
        plant.registered("S-3");
        plant.step("commissionDevice", enrolled);
        api.done(
                "withdrawSignaturePolicy",
                Map.of("tenant", TENANT, "kind", "DEVICE_MODEL_VERSION", "reason", Plant.REASON));
        assertThat(api.ask("signaturePolicies", Map.of("tenant", TENANT)).toString())
                .doesNotContain("DEVICE_MODEL_VERSION");
    }

    @SafeVarargs
    private void set(String kind, boolean ordered, Map<String, Object>... steps) {
        JsonNode policy = api.done(
                        "setSignaturePolicy",
                        Map.of(
                                "tenant",
                                TENANT,
                                "kind",
                                kind,
                                "steps",
                                List.of(steps),
                                "ordered",
                                ordered,
                                "reason",
                                Plant.REASON))
                .path("policy");
        assertThat(policy.path("kind").asString()).isEqualTo(kind);
        assertThat(policy.path("steps")).hasSize(steps.length);
    }

    private static Map<String, Object> step(String meaning, String role) {
        return Map.of("meaning", meaning, "roles", List.of(role), "count", 1);
    }

    private JsonNode policy(Map<String, Object> record) {
        return api.ask("signatures", Map.of("record", record, "after", api.head()))
                .path("policy");
    }

    private String state(String command) {
        return api.ask("command", Map.of("id", command, "after", api.head()))
                .path("state")
                .asString();
    }
}
