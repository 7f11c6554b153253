package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the GraphQL endpoint as any program would: over HTTP, with documents and variables. */
final class GraphQlClient implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private static final List<Role> CAST = List.of(
            Role.SITE_ENGINEER, Role.OPERATOR, Role.AUDITOR, Role.TENANT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR);

    private final URI endpoint;
    private final JsonMapper json;
    private final DemoPeople people;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    GraphQlClient(URI endpoint, DemoPeople people, JsonMapper json) {
        this.people = people;
        this.endpoint = endpoint;
        this.json = json;
    }

    /**
     * The {@code data} of the answer.
     *
     * @throws DemoFailure on transport trouble or GraphQL errors
     */
    JsonNode ask(String document, Map<String, ?> variables) {
        return ask(Role.SITE_ENGINEER, document, variables);
    }

    /** The same, asked by the one with that role. */
    JsonNode ask(Role role, String document, Map<String, ?> variables) {
        JsonNode answer =
                post(people.token(role), json.writeValueAsString(Map.of("query", document, "variables", variables)));
        if (answer.path("errors").isArray() && !answer.path("errors").isEmpty()) {
            throw new DemoFailure("GraphQL answered " + answer.path("errors") + " to " + document);
        }
        return answer.path("data");
    }

    /**
     * A mutation's payload.
     *
     * @throws DemoFailure if a rule refused it, too
     */
    JsonNode mutate(String mutation, String inputType, Map<String, ?> input, String fields) {
        return mutate(whoMay(mutation), mutation, inputType, input, fields);
    }

    /** The same, by the one with that role. */
    JsonNode mutate(Role role, String mutation, String inputType, Map<String, ?> input, String fields) {
        String document = "mutation($input: " + inputType + "!) { " + mutation + "(input: $input) { " + fields
                + " position errors { code message path } } }";
        JsonNode payload = ask(role, document, Map.of("input", input)).path(mutation);
        if (!payload.path("errors").isEmpty()) {
            throw new DemoFailure(mutation + " was refused: " + payload.path("errors"));
        }
        return payload;
    }

    /** By the product's own table; the administrator of the installation only where nobody else may. */
    private static Role whoMay(String mutation) {
        Permission permission = Permission.of(mutation).orElseThrow();
        return CAST.stream().filter(permission::heldBy).findFirst().orElseThrow();
    }

    String token(Role role) {
        return people.token(role);
    }

    private JsonNode post(String token, String body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .header("User-Agent", "devicetrail-demo")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new DemoFailure(endpoint + " did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
