package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A broker that is not ours decides as ours does. */
@Requirement("11.10(h)")
class OutsideBrokerTest {
    private static int number;

    private final Api api = Api.shared();
    private final EstClient est = new EstClient(api.instance());
    private Plant plant;
    private String device;
    private String key;
    private X509Certificate certificate;

    @BeforeEach
    void enrol() {
        plant = Plant.of(api, "outside-" + number++);
        device = plant.registered("O-1");
        certificate = certified(device);
        key = key(plant);
    }

    @Test
    void aDeviceIsLetInAsItselfWithItsTopicsAlone() {
        JsonNode answer = authentication(device, device);
        assertThat(answer.path("result").asString()).isEqualTo("allow");
        assertThat(answer.path("is_superuser").asBoolean()).isFalse();
        assertThat(answer.path("acl")).hasSizeGreaterThan(5);
        assertThat(answer.path("acl").path(answer.path("acl").size() - 1).toString())
                .isEqualTo("{\"permission\":\"deny\",\"action\":\"all\",\"topic\":\"#\"}");
        assertThat(authentication(device + "-2", device).path("result").asString())
                .isEqualTo("allow");
        String other = plant.registered("O-2");
        assertThat(authentication(other, device).path("result").asString())
                .as("another's client id")
                .isEqualTo("deny");
        assertThat(authentication(other, other).path("result").asString())
                .as("no certificate stands")
                .isEqualTo("deny");
        assertThat(authentication("x", "platform").path("result").asString()).isEqualTo("ignore");
    }

    @Test
    void eachTopicIsAnsweredAsAtOurBroker() {
        String own = "dt/v1/" + plant.tenant() + "/" + device + "/";
        String other = "dt/v1/" + plant.tenant() + "/" + plant.registered("O-2") + "/";
        assertThat(access("publish", own + "telemetry", "false")).isEqualTo("allow");
        assertThat(access("publish", own + "ack/7", "false")).isEqualTo("allow");
        assertThat(access("publish", own + "update", "false")).isEqualTo("allow");
        assertThat(access("publish", own + "update", "true")).as("retained").isEqualTo("deny");
        assertThat(access("subscribe", own + "rollout", null)).isEqualTo("allow");
        assertThat(access("publish", own + "presence", "true")).isEqualTo("allow");
        assertThat(access("subscribe", own + "command", null)).isEqualTo("allow");
        assertThat(access("subscribe", own + "certificate", null)).isEqualTo("allow");
        for (String topic : List.of("telemetry", "presence", "state", "ack/7", "update")) {
            assertThat(access("publish", other + topic, "false")).as(topic).isEqualTo("deny");
            assertThat(access("subscribe", own + topic, null)).as(topic).isEqualTo("deny");
        }
        for (String topic : List.of("command", "desired", "rollout", "certificate")) {
            assertThat(access("publish", own + topic, "false")).as(topic).isEqualTo("deny");
            assertThat(access("subscribe", other + topic, null)).as(topic).isEqualTo("deny");
        }
        for (String filter : List.of("#", own + "#", own + "+", "dt/v1/+/+/command", "$share/a/" + own + "command")) {
            assertThat(access("subscribe", filter, null)).as(filter).isEqualTo("deny");
        }
        assertThat(access("publish", own + "telemetry", "true")).as("retained").isEqualTo("deny");
        assertThat(access("publish", own + "telemetry", null))
                .as("nobody says whether retained")
                .isEqualTo("deny");
        assertThat(access("publish", own + "ack/7/8", "false")).isEqualTo("deny");
        assertThat(access("publish", own + "ack/", "false")).isEqualTo("deny");
        assertThat(access("", own + "telemetry", "false")).isEqualTo("deny");
    }

    @Test
    void aRevokedOneIsDeniedAndIsOnNoList() throws Exception {
        assertThat(list())
                .contains("user " + device, "topic write dt/v1/" + plant.tenant() + "/" + device + "/telemetry");
        api.done(
                "revokeDeviceCertificate",
                Plant.with(
                        Plant.because(device),
                        Map.of("fingerprint", fingerprint(), "revocationReason", "KEY_COMPROMISE")));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                authentication(device, device).path("result").asString())
                        .isEqualTo("deny"));
        assertThat(access("publish", "dt/v1/" + plant.tenant() + "/" + device + "/telemetry", "false"))
                .isEqualTo("deny");
        assertThat(list()).doesNotContain(device);
    }

    /** What is behind a gateway is on its list, too. */
    @Test
    void aGatewaySpeaksForWhatIsBehindIt() {
        String child = plant.registered("O-3");
        api.done("attachDeviceToGateway", Plant.with(Plant.because(child), Map.of("gateway", device)));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                authentication(child, device).path("result").asString())
                        .isEqualTo("allow"));
        assertThat(list()).contains("topic read dt/v1/" + plant.tenant() + "/" + child + "/command");
    }

    @Test
    void onlyAKeyOfTheTenantAsks() {
        Plant other = Plant.of(api, "outside-" + number++);
        assertThat(post("/broker/authentication?tenant=" + plant.tenant(), key(other), Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.send(request("/broker/authentication?tenant=" + plant.tenant(), Map.of()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("/broker/authentication?tenant=" + plant.tenant(), key, Map.of())
                        .statusCode())
                .as("an empty question is denied, not an error")
                .isEqualTo(200);
    }

    private X509Certificate certified(String id) {
        String token = api.done(
                        "allowDeviceEnrolment",
                        Plant.with(
                                Plant.because(id),
                                Map.of(
                                        "until",
                                        Instant.now().plus(Duration.ofHours(1)).toString())))
                .path("token")
                .asString();
        HttpResponse<String> answer =
                est.enrol(plant.tenant(), id, token, EstClient.request(PlatformAuthority.newKey()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return EstClient.certificate(answer);
    }

    private String fingerprint() throws CertificateEncodingException {
        return Fingerprint.of(certificate.getEncoded());
    }

    private String key(Plant of) {
        return api.done(
                        "issueApiKey",
                        Map.of(
                                "tenant",
                                of.tenant(),
                                "name",
                                "EMQX",
                                "roles",
                                List.of("integrator"),
                                "expiresAt",
                                Instant.now().plus(Duration.ofDays(1)).toString(),
                                "permissions",
                                List.of("brokerAccess"),
                                "reason",
                                Plant.REASON))
                .path("secret")
                .asString();
    }

    private JsonNode authentication(String clientId, String commonName) {
        return answered("/broker/authentication", Map.of("clientid", clientId, "cert_common_name", commonName));
    }

    private String access(String action, String topic, @Nullable String retain) {
        Map<String, String> asked =
                new HashMap<>(Map.of("clientid", device, "cert_common_name", device, "action", action, "topic", topic));
        if (retain != null) {
            asked.put("retain", retain);
        }
        return answered("/broker/authorization", asked).path("result").asString();
    }

    private String list() {
        HttpResponse<String> answer =
                api.send(HttpRequest.newBuilder(api.graphql().resolve("/broker/mosquitto.acl?tenant=" + plant.tenant()))
                        .header("Authorization", "Bearer " + key));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode answered(String path, Map<String, String> asked) {
        HttpResponse<String> answer = post(path + "?tenant=" + plant.tenant(), key, asked);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.JSON.readTree(answer.body());
    }

    private HttpResponse<String> post(String path, String with, Map<String, String> asked) {
        return api.send(request(path, asked).header("Authorization", "Bearer " + with));
    }

    private HttpRequest.Builder request(String path, Map<String, String> asked) {
        return HttpRequest.newBuilder(api.graphql().resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Api.JSON.writeValueAsString(asked)));
    }
}
