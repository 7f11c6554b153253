package io.devicetrail.app.crash;

import io.devicetrail.app.instance.Cast;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GraphQL over HTTP by a client that expects the server to vanish at any moment. */
final class Api implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI endpoint;
    private final Map<Cast, String> tokens = new ConcurrentHashMap<>();

    Api(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** The mutation's payload; empty when nobody can know whether it was carried out. */
    Optional<JsonNode> mutate(String mutation, Map<String, ?> input, String fields) throws InterruptedException {
        String type = mutation.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + mutation.substring(1) + "Input";
        String document = "mutation($input: " + type + "!) { " + mutation + "(input: $input) { " + fields
                + " position errors { code message } } }";
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.computeIfAbsent(Cast.whoMay(mutation), Cast::token))
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .POST(BodyPublishers.ofString(
                        json.writeValueAsString(Map.of("query", document, "variables", Map.of("input", input)))))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode answer = json.readTree(response.body());
            JsonNode payload = answer.path("data").path(mutation);
            return answer.path("errors").isEmpty() && payload.isObject() ? Optional.of(payload) : Optional.empty();
        } catch (IOException brokeOff) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
