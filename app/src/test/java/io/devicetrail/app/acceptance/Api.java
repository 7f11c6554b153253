package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.instance.AskedAgain;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An instance's HTTP side, asked by the documents in {@code graphql-test}: one operation per mutation and question. */
final class Api {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static final String CLIENT = "devicetrail-acceptance/1";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int EVERYTHING = 1_000;

    private static boolean staffed;

    private final Instance instance;

    Api(Instance instance) {
        this.instance = instance;
    }

    static synchronized Api shared() {
        Api api = new Api(TestInstance.shared());
        if (!staffed) {
            new Staff(api.graphql()).tenant("commons");
            staffed = true;
        }
        return api;
    }

    Instance instance() {
        return instance;
    }

    /** Of the application's database. */
    String databaseUrl() {
        return String.valueOf(instance.parts().properties().get("spring.flyway.url"));
    }

    /** The database past the application, as its owner: what an administrator could do. */
    JdbcClient database() {
        Map<String, Object> parts = instance.parts().properties();
        return JdbcClient.create(new DriverManagerDataSource(
                databaseUrl(),
                String.valueOf(parts.get("spring.flyway.user")),
                String.valueOf(parts.get("spring.flyway.password"))));
    }

    URI graphql() {
        return URI.create(instance.addresses().graphql());
    }

    /** The whole answer, errors included, given to whoever of the cast may ask. */
    JsonNode answer(String document, String operation, Map<String, ?> variables) {
        return answer(Cast.whoMay(operation).token(), document, operation, variables);
    }

    /** @param token of who asks */
    JsonNode answer(String token, String document, String operation, Map<String, ?> variables) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(graphql())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .POST(HttpRequest.BodyPublishers.ofString(body(document, operation, variables))));
        return JSON.readTree(response.body());
    }

    static String body(String document, String operation, Map<String, ?> variables) {
        return JSON.writeValueAsString(
                Map.of("query", document(document), "operationName", operation, "variables", variables));
    }

    /** What a question answers; GraphQL errors fail the test. */
    JsonNode ask(String operation, Map<String, ?> variables) {
        JsonNode answer = AskedAgain.until(() -> answer("questions", operation, variables));
        assertThat(answer.path("errors"))
                .as("errors of %s %s", operation, variables)
                .isEmpty();
        return answer.path("data").values().iterator().next();
    }

    /** The code of the error that a question is refused with. */
    String refusal(String operation, Map<String, ?> variables) {
        JsonNode answer = AskedAgain.until(() -> answer("questions", operation, variables));
        return answer.path("errors").path(0).path("extensions").path("code").asString("no error: " + answer);
    }

    /** A mutation's payload, refused or not; GraphQL errors fail the test. */
    JsonNode mutate(String mutation, Map<String, ?> input) {
        Map<String, Object> keyed = AskedAgain.keyed(input);
        JsonNode answer = AskedAgain.until(() -> answer("mutations", mutation, Map.of("input", keyed)));
        assertThat(answer.path("errors")).as("errors of %s %s", mutation, input).isEmpty();
        return answer.path("data").path(mutation);
    }

    /** The payload of a mutation that no rule refuses. */
    JsonNode done(String mutation, Map<String, ?> input) {
        JsonNode payload = mutate(mutation, input);
        assertThat(payload.path("errors")).as("%s %s", mutation, input).isEmpty();
        assertThat(payload.path("position").isIntegralNumber())
                .as("position of %s: %s", mutation, payload)
                .isTrue();
        return payload;
    }

    /** The one rule's code that refuses a mutation. */
    String refused(String mutation, Map<String, ?> input) {
        JsonNode payload = mutate(mutation, input);
        assertThat(payload.path("position").isNull())
                .as("%s was not refused: %s", mutation, payload)
                .isTrue();
        assertThat(payload.path("errors")).hasSize(1);
        return payload.path("errors").path(0).path("code").asString();
    }

    long head() {
        return ask("log", Map.of()).path("head").asLong();
    }

    /** How many the log has of a tenant: what the head tells moves with the devices of other tests, too. */
    long eventsOf(String tenant) {
        return database()
                .sql("select count(*) from log.event where convert_from(metadata, 'UTF8')::jsonb ->> 'tenant' = ?")
                .param(tenant)
                .query(Long.class)
                .single();
    }

    /** All entries about a record, or about the whole tenant, as the log is now. */
    JsonNode auditTrail(String tenant, @Nullable String record) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("tenant", tenant);
        variables.put("record", record);
        variables.put("first", EVERYTHING);
        variables.put("after", head());
        return ask("auditTrail", variables).path("edges");
    }

    /** Without saying who asks. */
    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(instance.addresses().http() + path)));
    }

    HttpResponse<String> get(Cast who, String path) {
        return send(HttpRequest.newBuilder(URI.create(instance.addresses().http() + path))
                .header("Authorization", "Bearer " + who.token()));
    }

    /** Gives each of the cast their role at the tenant. */
    void staff(String tenant) {
        new Staff(graphql()).grant(tenant, Cast.others());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.timeout(TIMEOUT).header("User-Agent", CLIENT).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String document(String name) {
        try (InputStream file = Api.class.getResourceAsStream("/graphql-test/" + name + ".graphql")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
