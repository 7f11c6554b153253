package io.devicetrail.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the GraphQL endpoint as any program would: over HTTP, with documents and variables. */
final class GraphQlClient implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final URI endpoint;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    GraphQlClient(URI endpoint, JsonMapper json) {
        this.endpoint = endpoint;
        this.json = json;
    }

    /**
     * The {@code data} of the answer.
     *
     * @throws DemoFailure on transport trouble or GraphQL errors
     */
    JsonNode ask(String document, Map<String, ?> variables) {
        JsonNode answer = post(json.writeValueAsString(Map.of("query", document, "variables", variables)));
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
        String document = "mutation($input: " + inputType + "!) { " + mutation + "(input: $input) { " + fields
                + " position errors { code message path } } }";
        JsonNode payload = ask(document, Map.of("input", input)).path(mutation);
        if (!payload.path("errors").isEmpty()) {
            throw new DemoFailure(mutation + " was refused: " + payload.path("errors"));
        }
        return payload;
    }

    private JsonNode post(String body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(REQUEST_TIMEOUT)
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
