package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.TestIssuer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Without a token that is accepted nothing is answered but what anybody may know; with one, what its person may. */
class AccessTest {
    private static final String QUESTION = "{\"query\":\"{ log { head } }\"}";

    private final Api api = Api.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/audit-export?tenant=commons&format=jsonl",
                "/export-jobs/00000000-0000-4000-8000-000000000000/files/audit-trail.csv?tenant=commons",
                "/actuator/metrics",
                "/actuator/info",
                "/actuator/env",
                "/ledger/entry/0",
                "/ledger/tile/entries/000",
                "/ledger/tile/entries/000/",
                "/ledger/body/00",
                "/operations/replay",
                "/error",
                "/no-such-page"
            })
    @Requirement("11.10(d)")
    void whatIsNotOpenTakesAToken(String path) {
        HttpResponse<String> answer = api.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(Api.JSON.readTree(answer.body()).path("code").asString()).isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/health", "/ledger/key", "/ledger/checkpoint", "/.well-known/openid-configuration"})
    void whatAnybodyMayKnowIsOpen(String path) {
        assertThat(api.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    @Requirement("11.10(d)")
    void aTokenThatIsNotRightIsNotAccepted() {
        TestIssuer issuer = TestIssuer.shared();
        String subject = Cast.ENGINEER.subject();
        assertThat(asked(issuer.token(subject))).isEqualTo(200);
        List<String> wrong = List.of(
                TestIssuer.forged(subject),
                issuer.token(subject, claims -> claims.audience("another-application")),
                issuer.token(subject, claims -> claims.issuer("https://evil.test")),
                issuer.token(
                        subject,
                        claims -> claims.issuer(api.instance().addresses().http())),
                issuer.token(
                        subject,
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60)))),
                issuer.token(subject, claims -> claims.expirationTime(null)),
                issuer.token(
                        subject,
                        claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))),
                issuer.token(subject, claims -> claims.subject(null)),
                issuer.token(subject, claims -> claims.claim("nonce", "n")),
                issuer.token(subject, claims -> claims.claim("at_hash", "h")),
                issuer.token(subject, claims -> claims.claim("typ", "ID")),
                unsigned(issuer.token(subject)),
                "dtk_x",
                "x".repeat(7_000));
        for (String token : wrong) {
            assertThat(asked(token))
                    .as(token.substring(0, Math.min(200, token.length())))
                    .isEqualTo(401);
        }
    }

    /** Nothing is said of it: whoever has it keeps it, and comes again. */
    @Test
    void aTokenThatCannotBeCheckedIsNotRefused() {
        String token = TestIssuer.shared().token(Cast.ENGINEER.subject(), claims -> claims.issuer(TestIssuer.AWAY));
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(api.graphql())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ log { head } }\"}")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.body()).contains("ISSUER_UNAVAILABLE", TestIssuer.AWAY, "repeat shortly");
    }

    @Test
    @Requirement("11.300(d)")
    void whoIsNotRegisteredMayNothingAndTheTrailTellsWhoItWasAtTheirIssuer() {
        JsonNode answer = api.answer(TestIssuer.shared().token("stranger"), "questions", "log", java.util.Map.of());
        assertThat(answer.path("errors").path(0).path("extensions").path("code").asString())
                .isEqualTo("NOT_AUTHORISED");
        assertThat(api.auditTrail("installation", TestIssuer.person("stranger").toString()))
                .extracting(edge -> edge.path("node").path("actorName").asString())
                .isNotEmpty()
                .containsOnly("not registered: stranger of " + TestIssuer.ADDRESS);
    }

    @Test
    @Requirement({"11.10(g)", "11.300(d)"})
    void whatIsNoGraphqlIsAskedForItsPermissionAndDenialsAreOnRecord() {
        assertThat(code(api.get(Cast.ENGINEER, "/ledger/entry/0"))).isEqualTo("403 NOT_AUTHORISED");
        assertThat(code(api.get(Cast.ENGINEER, "/actuator/metrics"))).isEqualTo("403 NOT_AUTHORISED");
        assertThat(code(api.get(Cast.ENGINEER, "/audit-export?tenant=commons&format=jsonl")))
                .isEqualTo("403 NOT_AUTHORISED");
        assertThat(code(replay(Cast.AUDITOR))).isEqualTo("403 NOT_AUTHORISED");
        assertThat(code(api.get(Cast.PLATFORM_ADMINISTRATOR, "/no-such-page"))).isEqualTo("403 NOT_AUTHORISED");
        api.done("createTenant", java.util.Map.of("tenant", "walled", "name", "Without the cast"));
        assertThat(api.get(Cast.AUDITOR, "/audit-export?tenant=walled&format=jsonl")
                        .body())
                .isEqualTo(api.get(Cast.AUDITOR, "/audit-export?tenant=nowhere&format=jsonl")
                        .body()
                        .replace("nowhere", "walled"));
        assertThat(api.auditTrail("installation", Cast.AUDITOR.personId()))
                .extracting(edge -> edge.path("node").path("field").asString())
                .contains("operation startReplay on installation", "operation auditExport on walled");
    }

    private HttpResponse<String> replay(Cast who) {
        return api.send(
                HttpRequest.newBuilder(URI.create(api.instance().addresses().http() + "/operations/replay"))
                        .header("Authorization", "Bearer " + who.token())
                        .header("X-Devicetrail-Operation", "replay")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"because\"}")));
    }

    private static String code(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + Api.JSON.readTree(answer.body()).path("code").asString(answer.body());
    }

    private int asked(String token) {
        return api.send(HttpRequest.newBuilder(api.graphql())
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(QUESTION)))
                .statusCode();
    }

    /** The same claims under the algorithm {@code none}. */
    private static String unsigned(String token) {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return header + "." + token.split("\\.")[1] + ".";
    }
}
