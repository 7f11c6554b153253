package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A sensor that measured before anybody had registered it: from its first word to the signature under its release. */
@Requirement({"11.50", "Annex 11 s.5"})
class QuarantineReleaseTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TENANT = "release";

    private final Api api = Api.shared();

    @Test
    void whatCameTooEarlyIsTakenInByADecisionThatIsOnRecordAndSigned() throws MqttException, GeneralSecurityException {
        Plant plant = Plant.of(api, TENANT);
        Instant measured = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String device = DeviceId.of(new TenantId(TENANT), Plant.MAKER, "R-1").toString();
        try (TestDevice early = TestDevice.connect(api.instance(), TENANT, device)) {
            early.measure(0, measured, 21.5);
        }
        JsonNode kept = await().atMost(SOON)
                .until(
                        () -> message("/telemetry"),
                        found -> found.path("reason").asString("").equals("UNKNOWN_DEVICE"));
        JsonNode hello = message("/presence");
        assertThat(kept.path("release").isNull()).isTrue();
        assertThat(api.refused("releaseQuarantinedMessage", release(kept))).isEqualTo("MESSAGE_STILL_UNFIT");

        assertThat(plant.active("R-1")).isEqualTo(device);
        assertThat(api.refused("releaseQuarantinedMessage", release(hello)))
                .as("that it came counts when it is said")
                .isEqualTo("MESSAGE_STILL_UNFIT");
        assertThat(api.refused("releaseQuarantinedMessage", Plant.with(release(kept), Map.of("reason", " "))))
                .isEqualTo("REASON_MISSING");
        long position = api.done("releaseQuarantinedMessage", release(kept))
                .path("position")
                .asLong();

        JsonNode released = await().atMost(SOON)
                .until(
                        () -> message("/telemetry").path("release"),
                        found -> found.path("outcome").isString());
        assertThat(released.path("outcome").asString()).isEqualTo("TAKEN_IN");
        assertThat(released.path("position").asLong()).isEqualTo(position);
        JsonNode latest =
                api.ask("device", Map.of("id", device)).path("latestTelemetry").path(0);
        assertThat(latest.path("value").asDouble()).isEqualTo(21.5);
        assertThat(latest.path("receivedAt").asString())
                .isEqualTo(kept.path("receivedAt").asString());
        assertThat(api.auditTrail(TENANT, device).toString())
                .contains(
                        "quarantine.QuarantinedMessageReleased",
                        kept.path("sha256").asString(),
                        "came too early",
                        "quarantine.QuarantineReleaseSettled",
                        "TAKEN_IN",
                        released.path("record").asString());
        assertThat(api.refused("releaseQuarantinedMessage", release(kept))).isEqualTo("MESSAGE_TAKEN_IN");

        Map<String, Object> record = Map.of(
                "kind", "QUARANTINE_RELEASE", "id", released.path("record").asString());
        Signer approver = Signer.of(api, TENANT, "release.approver", Role.QUALITY_APPROVER);
        approver.sign(record, "RELEASE");
        JsonNode signatures = api.ask("signatures", Map.of("record", record, "after", api.head()));
        assertThat(signatures.path("state").asString()).isEqualTo("SIGNED");
        assertThat(signatures.at("/signatures/0/meaning").asString()).isEqualTo("RELEASE");
    }

    @Test
    void anotherTenantsMessageIsLikeNone() throws MqttException {
        Plant theirs = Plant.of(api, "release-theirs");
        Plant.of(api, "release-ours");
        String device = theirs.active("R-2");
        try (TestDevice speaker = TestDevice.connect(api.instance(), "release-theirs", device)) {
            speaker.say("telemetry", "no sense");
        }
        JsonNode kept = await().atMost(SOON)
                .until(
                        () -> api.ask("quarantine", Map.of("tenant", "release-theirs"))
                                .path(0),
                        JsonNode::isObject);
        Map<String, Object> foreign =
                Map.of("tenant", "release-ours", "number", kept.path("number").asLong(), "reason", "curious");
        assertThat(api.refused("releaseQuarantinedMessage", foreign)).isEqualTo("QUARANTINED_MESSAGE_UNKNOWN");
        assertThat(api.answer(
                                Cast.OPERATOR.token(),
                                "mutations",
                                "releaseQuarantinedMessage",
                                Map.of("input", Plant.with(foreign, Map.of("tenant", "release-theirs"))))
                        .at("/data/releaseQuarantinedMessage/errors/0/code")
                        .asString())
                .isEqualTo("NOT_AUTHORISED");
    }

    private JsonNode message(String topic) {
        for (JsonNode kept : api.ask("quarantine", Map.of("tenant", TENANT))) {
            if (kept.path("topic").asString().endsWith(topic)) {
                return kept;
            }
        }
        return Api.JSON.missingNode();
    }

    private static Map<String, Object> release(JsonNode kept) {
        return Map.of(
                "tenant",
                TENANT,
                "number",
                kept.path("number").asLong(),
                "reason",
                "came too early, is registered now");
    }
}
