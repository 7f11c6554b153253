package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance as a site would run it that lets its own front end in only: profile, allow-list and narrow limits, on
 * Kubernetes, where Spring Boot would believe what a request says of its own way.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HardenedTest {
    private static final String ALLOWED = "query log { log { head } }\n";
    /** A position that nobody comes to is waited for longer than a request may take here. */
    private static final String SLOW = "{ tenants(after: 9000000000) { key } }";

    private static final String INTROSPECTION = "{ __schema { queryType { name } } }";
    private static final String OTHER = "{ log { head } }";
    /** Of the person, and of the address: enough for the rest of this class. */
    private static final int A_MINUTE = 60;

    private final Api first = Api.shared();
    private Instance instance = first.instance();
    private Api api = first;

    @BeforeAll
    void start(@TempDir Path home, @TempDir Path documents) throws Exception {
        Files.writeString(documents.resolve("log.graphql"), ALLOWED);
        Files.writeString(documents.resolve("slow.graphql"), SLOW);
        Files.writeString(documents.resolve("schema.graphql"), INTROSPECTION);
        Map<String, String> set = SharedParts.settings(first, "hardened");
        set.put("devicetrail.elasticsearch.url", "http://127.0.0.1:1");
        set.put("devicetrail.graphql.allow-list", documents.toString());
        set.put("devicetrail.limits.requests-per-minute", String.valueOf(A_MINUTE));
        set.put("devicetrail.limits.anonymous-per-minute", String.valueOf(A_MINUTE));
        set.put("spring.graphql.websocket.connection-init-timeout", "1s");
        set.put("devicetrail.graphql.longest-request", "3s");
        set.put("devicetrail.limits.at-once", "1");
        instance = Instance.start(
                Settings.load(home, set),
                Progress.SILENT,
                Map.of("spring.profiles.active", "production", "spring.main.cloud-platform", "kubernetes"));
        api = new Api(instance);
    }

    @AfterAll
    void stop() {
        if (instance != first.instance()) {
            instance.close();
        }
    }

    @Test
    @Order(1)
    @Requirement("11.10(d)")
    void onlyDocumentsThatSomebodyHasLookedAtAreAnswered() throws Exception {
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(ALLOWED.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> byHash =
                Map.of("extensions", Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash)));
        for (Map<String, Object> body : List.of(Map.<String, Object>of("query", ALLOWED), byHash)) {
            assertThat(posted(Cast.PLATFORM_ADMINISTRATOR, body).body())
                    .contains("\"head\":")
                    .doesNotContain("errors");
        }
        String unknown = "0".repeat(64);
        for (Map<String, Object> body : List.of(
                Map.<String, Object>of("query", OTHER),
                Map.<String, Object>of("query", "{ not even GraphQL"),
                Map.<String, Object>of(
                        "query", ALLOWED, "extensions", Map.of("persistedQuery", Map.of("sha256Hash", unknown))),
                Map.<String, Object>of("extensions", Map.of("persistedQuery", Map.of("sha256Hash", unknown))))) {
            assertThat(posted(Cast.PLATFORM_ADMINISTRATOR, body).body())
                    .as(body.toString())
                    .contains("\"PERSISTED_QUERY_REQUIRED\"")
                    .doesNotContain("\"head\":");
        }
    }

    @Test
    @Order(2)
    void aNameThatARequestForwardsDoesNotBecomeTheIssuers() {
        URI discovery = URI.create(instance.addresses().http() + "/.well-known/openid-configuration");
        String asked = api.send(HttpRequest.newBuilder(discovery)).body();
        String forwarded = api.send(HttpRequest.newBuilder(discovery)
                        .header("X-Forwarded-For", "203.0.113.9")
                        .header("X-Forwarded-Host", "evil.test")
                        .header("X-Forwarded-Proto", "https")
                        .header("Forwarded", "for=203.0.113.9;host=evil.test;proto=https"))
                .body();
        assertThat(asked).contains("\"issuer\":\"" + instance.addresses().http());
        assertThat(forwarded).isEqualTo(asked);
    }

    @Test
    @Order(2)
    @Requirement("11.10(e)")
    void anAddressThatARequestForwardsIsNotPutOnRecord() {
        assertThat(api.send(bearer(Cast.OPERATOR.token(), Map.of("query", ALLOWED))
                                .header("X-Forwarded-For", "203.0.113.9")
                                .header("Forwarded", "for=203.0.113.9"))
                        .body())
                .contains("\"NOT_AUTHORISED\"");
        assertThat(api.database()
                        .sql("select convert_from(metadata, 'UTF8')::jsonb ->> 'address' from log.event"
                                + " where name = 'authority.OperationDenied'"
                                + " and convert_from(metadata, 'UTF8')::jsonb ->> 'actorId' = ?")
                        .param(Cast.OPERATOR.personId())
                        .query(String.class)
                        .list())
                .containsExactly("127.0.0.1");
    }

    @Test
    @Order(2)
    void theSchemaIsNotToldAndThereIsNoPlayground() {
        assertThat(posted(Cast.PLATFORM_ADMINISTRATOR, Map.of("query", INTROSPECTION))
                        .body())
                .contains("\"errors\"")
                .doesNotContain("queryType\":{", "PERSISTED_QUERY_REQUIRED");
        assertThat(api.get("/graphiql").statusCode()).isEqualTo(401);
        assertThat(api.get("/actuator/health").body()).doesNotContain("components", "details");
    }

    @Test
    @Order(3)
    void aSocketThatDoesNotSayWhoItIsIsClosed() throws Exception {
        SilentSocket socket = SilentSocket.open(api.graphql());
        await().until(() -> socket.closedWith() == 4408);
    }

    @Test
    @Order(4)
    void aSlowQuestionIsEndedWithWordsAndTakesNothingFromOthers() {
        assertThat(posted(Cast.PLATFORM_ADMINISTRATOR, Map.of("query", SLOW)).body())
                .contains("\"REQUEST_TIMED_OUT\"", "devicetrail.graphql.longest-request");
        HttpResponse<String> meanwhile = posted(Cast.PLATFORM_ADMINISTRATOR, Map.of("query", ALLOWED));
        assertThat(meanwhile.body())
                .as("the wait has ended, the work has not")
                .contains("\"TOO_MANY_AT_ONCE\"", "devicetrail.limits.at-once");
        assertThat(posted(Cast.ENGINEER, Map.of("query", ALLOWED)).body())
                .as("somebody else")
                .contains("\"NOT_AUTHORISED\"")
                .doesNotContain("TOO_MANY_AT_ONCE");
    }

    @Test
    @Order(5)
    void whoAsksTooOftenIsToldWhenToComeAgain() {
        HttpResponse<String> limited = often().until(
                        () -> posted(Cast.PLATFORM_ADMINISTRATOR, Map.of("query", ALLOWED)),
                        answer -> answer.statusCode() != 200);
        assertLimited(limited);
        assertThat(posted(Cast.ENGINEER, Map.of("query", ALLOWED)).statusCode())
                .as("somebody else")
                .isEqualTo(200);
    }

    @Test
    @Order(6)
    void theSameOverAWebSocket() throws Exception {
        try (Conversation conversation = Conversation.of(api.graphql(), Cast.PLATFORM_ADMINISTRATOR.token())) {
            String answer = "";
            for (int request = 0; request <= A_MINUTE && !answer.contains("RATE_LIMITED"); request++) {
                answer = conversation.ask(ALLOWED);
            }
            assertThat(answer)
                    .contains("\"code\":\"RATE_LIMITED\"", "repeat in")
                    .doesNotContain("head");
        }
    }

    @Test
    @Order(7)
    @Requirement("11.300(d)")
    void tokensThatAreNobodysAndPagesOfSignInAreCountedByAddress() {
        AtomicInteger made = new AtomicInteger();
        awaitLimited(() -> bearer("!", Map.of("query", ALLOWED))
                // The address that asks counts, not one that it makes up.
                .header("X-Forwarded-For", "10.1." + made.incrementAndGet() % 250 + "." + made.get() / 250));
        awaitLimited(() -> bearer("dtk_nobodys", Map.of("query", ALLOWED)));
        for (String page : List.of("/identity/sign-in", "/.well-known/openid-configuration", "/actuator/health")) {
            URI there = URI.create(instance.addresses().http() + page);
            awaitLimited(() -> HttpRequest.newBuilder(there));
            awaitLimited(() -> HttpRequest.newBuilder(there)
                    .header("Authorization", page.equals("/actuator/health") ? "none" : "Bearer x"));
        }
        assertThat(api.get("/ledger/key").statusCode())
                .as("open, and counted for itself")
                .isEqualTo(200);
    }

    /** Not at the first request: while the ones before it were made, the allowance may have had room for one again. */
    private void awaitLimited(Supplier<HttpRequest.Builder> request) {
        assertLimited(often().until(() -> api.send(request.get()), answer -> answer.statusCode() == 429));
    }

    /** More often than the allowance comes together again. */
    private static ConditionFactory often() {
        return await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(30));
    }

    private static void assertLimited(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(429);
        assertThat(answer.body()).contains("\"code\":\"RATE_LIMITED\"");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
    }

    private HttpResponse<String> posted(Cast who, Map<String, Object> body) {
        return api.send(bearer(who.token(), body));
    }

    private HttpRequest.Builder bearer(String token, Map<String, Object> body) {
        return HttpRequest.newBuilder(api.graphql())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Api.JSON.writeValueAsString(body)));
    }
}
