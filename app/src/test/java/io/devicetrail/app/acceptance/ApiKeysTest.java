package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A machine is let in with a key, acts under its roles and no others, and is kept out at once. */
class ApiKeysTest {
    private static final String QUESTION = "query { devices(tenant: \"%s\") { totalCount } }";

    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(g)", "11.300(b)"})
    void aKeyIsIssuedUsedRevokedAndRefusedAtOnce() {
        Plant plant = Plant.of(api, "keys");
        Map<String, Object> input = input(plant.tenant(), "integrator", "operator");
        input.put("clientMutationId", "first");
        JsonNode issued = api.done("issueApiKey", input);
        String secret = issued.path("secret").asString();
        String id = issued.path("apiKey").path("apiKeyId").asString();
        assertThat(secret).matches("dtk_[0-9a-f]{32}_[A-Z2-7]{52}");
        assertThat(api.refused("issueApiKey", input)).isEqualTo("SECRET_SHOWN_ONCE");

        JsonNode registered = mutated(secret, "registerDevice", plant.device("K-1"));
        assertThat(registered.path("errors")).isEmpty();
        String device = registered.path("device").path("deviceId").asString();
        assertThat(api.auditTrail(plant.tenant(), device).path(0).path("node").toString())
                .contains(
                        "\"actorType\":\"MACHINE\"",
                        "\"actorId\":\"" + id + "\"",
                        "\"actorName\":\"MES\"",
                        "\"actorRole\":\"integrator\"",
                        "\"authentication\":\"api-key\"");
        Map<String, Object> retirement = Map.of("device", device, "reason", "over");
        assertThat(mutated(secret, "retireDevice", retirement)
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .as("no role of the key")
                .isEqualTo("NOT_AUTHORISED");
        assertThat(mutated(secret, "issueApiKey", input(plant.tenant(), "operator"))
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .as("a machine lets no other in")
                .isEqualTo("NOT_AUTHORISED");

        JsonNode revoked = api.done("revokeApiKey", Map.of("key", id, "reason", "line is gone"));
        assertThat(revoked.path("apiKey").path("revokedAt").isNull()).isFalse();
        HttpResponse<String> refused = asked(secret, plant.tenant());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("UNAUTHENTICATED", "revoked").doesNotContain(secret);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");

        assertThat(api.auditTrail(plant.tenant(), id))
                .extracting(edge -> edge.path("node").path("field").asString() + ": "
                        + edge.path("node").path("to").asString())
                .contains(
                        "key: ISSUED",
                        "name: MES",
                        "roles: [integrator, operator]",
                        "operation retireDevice on keys: DENIED",
                        "key: REVOKED");
        assertThat(api.database()
                        .sql("select count(*) from read.audit_entry where audit_entry::text like ?")
                        .param("%" + secret.substring(37) + "%")
                        .query(Long.class)
                        .single())
                .as("the secret in the trail")
                .isZero();
        assertThat(api.ask("apiKeys", Map.of("tenant", plant.tenant(), "after", api.head()))
                        .path("edges"))
                .hasSize(1);
    }

    /** As if dropping it had failed, after the revocation was in the log. */
    @Test
    @Requirement("11.300(b)")
    void aRevokedKeyWhoseRowIsStillThereIsRefusedByTheLog() {
        Plant plant = Plant.of(api, "keys-row");
        JsonNode issued = api.done("issueApiKey", input(plant.tenant(), "operator"));
        String secret = issued.path("secret").asString();
        String id = issued.path("apiKey").path("apiKeyId").asString();
        Map<String, Object> row = api.database()
                .sql("select * from identity.api_key where key_id = ?::uuid")
                .param(id)
                .query()
                .singleRow();
        assertThat(asked(secret, plant.tenant()).statusCode()).as("the control").isEqualTo(200);
        api.done("revokeApiKey", Map.of("key", id, "reason", "line is gone"));
        assertThat(api.database()
                        .sql("insert into identity.api_key (id, key_id, hash, prepared_at, expires_at, active)"
                                + " values (:id, :key_id, :hash, :prepared_at, :expires_at, :active)")
                        .params(row)
                        .update())
                .isEqualTo(1);
        assertThat(asked(secret, plant.tenant()).statusCode()).isEqualTo(401);
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantIsNotReached() {
        Plant own = Plant.of(api, "keys-own");
        Plant foreign = Plant.of(api, "keys-foreign");
        String device = foreign.registered("F-1");
        JsonNode issued = api.done("issueApiKey", input(own.tenant(), "operator", "site-engineer"));
        String secret = issued.path("secret").asString();
        assertThat(asked(secret, own.tenant()).body()).contains("\"totalCount\":0");
        assertThat(asked(secret, foreign.tenant()).body())
                .as("as of a tenant that does not exist")
                .contains("\"totalCount\":0");
        assertThat(mutated(secret, "suspendDevice", Map.of("device", device, "reason", "probing"))
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("DEVICE_UNKNOWN");
        assertThat(api.send(HttpRequest.newBuilder(api.graphql().resolve("/audit-export?tenant=" + foreign.tenant()))
                                .header("Authorization", "Bearer " + secret))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Requirement("11.10(d)")
    void aKeyForOneSiteSeesWhatIsThere() {
        Plant plant = Plant.of(api, "keys-site");
        plant.registered("B-1");
        Map<String, Object> input = input(plant.tenant(), "operator");
        input.put("site", plant.cork());
        String secret = api.done("issueApiKey", input).path("secret").asString();
        assertThat(asked(secret, plant.tenant()).body()).contains("\"totalCount\":0");
        input.put("site", plant.basel());
        String there = api.done("issueApiKey", input).path("secret").asString();
        await().untilAsserted(
                        () -> assertThat(asked(there, plant.tenant()).body()).contains("\"totalCount\":1"));
    }

    /** The least that the machine needs, not all that the role allows. */
    @Test
    @Requirement("11.10(d)")
    void aKeyForOnePermissionHasNoOther() {
        Plant plant = Plant.of(api, "keys-least");
        String device = plant.registered("L-1");
        Map<String, Object> input = input(plant.tenant(), "operator");
        input.put("permissions", List.of("tagDevice", "retireDevice"));
        assertThat(api.refused("issueApiKey", input)).isEqualTo("PERMISSION_NOT_OF_ROLES");
        input.put("permissions", List.of("tagDevice"));
        JsonNode issued = api.done("issueApiKey", input);
        assertThat(issued.at("/apiKey/permissions").toString()).isEqualTo("[\"tagDevice\"]");
        String secret = issued.path("secret").asString();
        Map<String, Object> tag = Map.of("device", device, "name", "line", "value", "7", "reason", "line 1");
        JsonNode tagged = mutated(secret, "tagDevice", tag);
        assertThat(tagged.path("errors")).isEmpty();
        assertThat(tagged.path("position").isNumber()).isTrue();
        assertThat(tagged.path("device").isNull())
                .as("to change is not to look")
                .isTrue();
        assertThat(mutated(secret, "untagDevice", Map.of("device", device, "name", "line", "reason", "line 1"))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("NOT_AUTHORISED");
        assertThat(asked(secret, plant.tenant()).body())
                .as("nor a question that it was not given")
                .contains("NOT_AUTHORISED");
        input.put("permissions", List.of("tagDevice", "device"));
        String looks = api.done("issueApiKey", input).path("secret").asString();
        Map<String, Object> next = Map.of("device", device, "name", "line", "value", "8", "reason", "line 1");
        assertThat(mutated(looks, "tagDevice", next).path("device").path("tags").toString())
                .contains("\"8\"");
        api.done("publishDeviceModelVersion", TwinTest.withProperties(plant.tenant()));
        String mirrored =
                plant.registered(Plant.with(plant.device("L-2"), Map.of("modelVersion", TwinTest.WITH_PROPERTIES)));
        Map<String, Object> engineers = input(plant.tenant(), "site-engineer");
        engineers.put("permissions", List.of("changeDesiredProperties"));
        JsonNode wanted = mutated(
                api.done("issueApiKey", engineers).path("secret").asString(),
                "changeDesiredProperties",
                Map.of("device", mirrored, "properties", Map.of("interval", 60), "reason", "line 1"));
        assertThat(wanted.path("position").isNumber()).isTrue();
        assertThat(wanted.path("twin").isNull()).as("nor at a twin").isTrue();
        input.put("permissions", List.of());
        assertThat(api.refused("issueApiKey", input)).as("no slip gives all").isEqualTo("MALFORMED_INPUT");
    }

    @Test
    @Requirement("11.300(b)")
    void aKeyEndsAtItsTimeAndWhatIsNoneOpensNothing() {
        Plant plant = Plant.of(api, "keys-end");
        Map<String, Object> input = input(plant.tenant(), "operator");
        String secret = await().until(
                        () -> {
                            // On a busy machine its end may come before its first use.
                            input.put("expiresAt", Instant.now().plusSeconds(5).toString());
                            String issued = api.done("issueApiKey", input)
                                    .path("secret")
                                    .asString();
                            return asked(issued, plant.tenant()).statusCode() == 200 ? issued : "";
                        },
                        issued -> !issued.isEmpty());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(asked(secret, plant.tenant()).statusCode()).isEqualTo(401));
        String forged = secret.substring(0, secret.length() - 2) + "QQ";
        for (String none : List.of(forged, "dtk_", "dtk_x_y", secret + "A")) {
            assertThat(asked(none, plant.tenant()).statusCode()).as(none).isEqualTo(401);
        }
        input.put("expiresAt", Instant.now().plus(Duration.ofDays(401)).toString());
        assertThat(api.refused("issueApiKey", input)).isEqualTo("API_KEY_EXPIRY_UNFIT");
        assertThat(api.refused("issueApiKey", input(plant.tenant(), "auditor"))).isEqualTo("ROLE_NOT_FOR_API_KEYS");
    }

    @Test
    void aLongDocumentIsTakenOverASocketAndARevokedKeyIsToldSoThere() throws Exception {
        Map<String, Object> input = Map.of(
                "tenant",
                "commons",
                "name",
                "Socket",
                "roles",
                List.of("operator"),
                "expiresAt",
                Instant.now().plus(Duration.ofDays(1)).toString(),
                "reason",
                "Test");
        JsonNode issued = api.done("issueApiKey", input);
        try (Conversation conversation =
                Conversation.of(api.graphql(), issued.path("secret").asString())) {
            assertThat(conversation.ask("{ log { head } } #" + "x".repeat(100_000)))
                    .contains("\"head\":");
            api.done("revokeApiKey", Map.of("key", issued.at("/apiKey/apiKeyId").asString(), "reason", "Test"));
            for (int twice = 0; twice < 2; twice++) {
                assertThat(conversation.ask("{ log { head } }"))
                        .contains("\"code\":\"UNAUTHENTICATED\"", "Sign in again")
                        .doesNotContain("\"head\"");
            }
        }
    }

    @Test
    @Requirement("11.10(g)")
    void aStreamEndsWhenItsKeyIsRevoked() throws Exception {
        Plant plant = Plant.of(api, "keys-stream");
        JsonNode issued = api.done("issueApiKey", input(plant.tenant(), "operator"));
        String device = plant.registered("S-1");
        try (Changes changes = Changes.overServerSentEvents(
                api, plant.tenant(), issued.path("secret").asString())) {
            await().until(() -> {
                plant.tag(device, "begun", String.valueOf(api.head()));
                return !changes.seen().isEmpty();
            });
            assertThat(changes.ended()).isFalse();
            api.done(
                    "revokeApiKey",
                    Map.of("key", issued.path("apiKey").path("apiKeyId").asString(), "reason", "stolen"));
            await().atMost(Duration.ofSeconds(10)).until(changes::ended);
        }
    }

    private static Map<String, Object> input(String tenant, String... roles) {
        return new HashMap<>(Map.of(
                "tenant",
                tenant,
                "name",
                "MES",
                "roles",
                List.of(roles),
                "expiresAt",
                Instant.now().plus(Duration.ofDays(30)).toString(),
                "reason",
                "line 1 goes live"));
    }

    private HttpResponse<String> asked(String secret, String tenant) {
        return api.send(HttpRequest.newBuilder(api.graphql())
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Api.JSON.writeValueAsString(Map.of("query", QUESTION.formatted(tenant))))));
    }

    private JsonNode mutated(String secret, String mutation, Map<String, Object> input) {
        JsonNode answer = api.answer(secret, "mutations", mutation, Map.of("input", input));
        assertThat(answer.path("errors")).as(answer.toString()).isEmpty();
        return answer.path("data").path(mutation);
    }
}
