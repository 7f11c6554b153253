package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Inspector;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.device.DeviceId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a program asks over HTTP, with an API key of its own. */
final class Requests implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REQUEST = """
            mutation($input: RequestCommandInput!) {
              requestCommand(input: $input) { command { commandId } errors { code message } } }""";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI graphql;
    private final String key;

    private Requests(URI graphql, String key) {
        this.graphql = graphql;
        this.key = key;
    }

    static Requests of(BenchInstance instance) {
        ApiKeyId id = ApiKeyId.of("bench", "commands-e2e");
        Instant end = Instant.now().plus(Duration.ofDays(1));
        ApiKeySecrets secrets = instance.bean(ApiKeySecrets.class);
        ApiKeySecrets.PreparedKey prepared = secrets.prepare(id, end);
        instance.bean(EventStorageEngine.class)
                .appendEvents(List.of(new GenericDomainEventMessage<>(
                        "apikey",
                        id.toString(),
                        0,
                        new GenericMessage<>(
                                new ApiKeyIssued(id, Fleet.TENANT, null, "bench", List.of("operator"), List.of(), end),
                                Inspector.METADATA),
                        Instant.now())));
        secrets.activate(prepared.id());
        return new Requests(instance.graphql(), prepared.text());
    }

    /**
     * The new command's id.
     *
     * @throws IllegalStateException (through the future) if it was refused
     */
    CompletableFuture<String> command(DeviceId device) {
        return ask(REQUEST, Map.of("input", Map.of("device", device.toString(), "name", Fleet.COMMAND)))
                .thenApply(data -> {
                    JsonNode payload = data.path("requestCommand");
                    if (!payload.path("errors").isEmpty()) {
                        throw new IllegalStateException("a command was refused: " + payload.path("errors"));
                    }
                    return payload.path("command").path("commandId").asString();
                });
    }

    /** Those of {@code commands} that a query says have succeeded. */
    List<String> succeeded(List<String> commands) {
        StringBuilder question = new StringBuilder("{");
        for (int number = 0; number < commands.size(); number++) {
            question.append(" c")
                    .append(number)
                    .append(": command(id: \"")
                    .append(commands.get(number))
                    .append("\") { state }");
        }
        JsonNode data = ask(question.append(" }").toString(), Map.of()).join();
        List<String> done = new ArrayList<>();
        for (int number = 0; number < commands.size(); number++) {
            if (data.path("c" + number).path("state").asString("").equals("SUCCEEDED")) {
                done.add(commands.get(number));
            }
        }
        return done;
    }

    private CompletableFuture<JsonNode> ask(String document, Map<String, ?> variables) {
        HttpRequest request = HttpRequest.newBuilder(graphql)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("query", document, "variables", variables))))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(response -> {
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != 200 || !answer.path("errors").isEmpty()) {
                throw new IllegalStateException(
                        "GraphQL answered " + response.statusCode() + ": " + answer.path("errors"));
            }
            return answer.path("data");
        });
    }

    @Override
    public void close() {
        http.close();
    }
}
