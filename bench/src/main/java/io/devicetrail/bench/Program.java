package io.devicetrail.bench;

import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that asks by GraphQL over HTTP, with an API key of its own. */
public final class Program implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String LOG_UNAVAILABLE = "LOG_UNAVAILABLE";
    /** Each was refused for want of a moment: at once is soon enough. */
    private static final int MOST_REPEATED = 5;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI graphql;
    private final String key;

    private Program(URI graphql, String key) {
        this.graphql = graphql;
        this.key = key;
    }

    /** @param roles of its key, in the whole tenant */
    public static Program of(BenchInstance instance, String name, List<String> roles) {
        ApiKeyId id = ApiKeyId.of("bench", name);
        Instant end = Instant.now().plus(Duration.ofDays(1));
        ApiKeySecrets secrets = instance.bean(ApiKeySecrets.class);
        ApiKeySecrets.PreparedKey prepared = secrets.prepare(id, end);
        instance.bean(EventStorageEngine.class)
                .appendEvents(List.of(new GenericDomainEventMessage<>(
                        "apikey",
                        id.toString(),
                        0,
                        new GenericMessage<>(
                                new ApiKeyIssued(id, Fleet.TENANT, null, name, roles, List.of(), end),
                                Inspector.METADATA),
                        Instant.now())));
        secrets.activate(prepared.id());
        return new Program(instance.graphql(), prepared.text());
    }

    /** The answer's data; without an answer, or with errors, it fails through the future. */
    public CompletableFuture<JsonNode> ask(String document, Map<String, ?> variables) {
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

    /**
     * What a mutation answered; it fails through the future if it was refused. Where the log was not to be had in time it is
     * asked for again by the same key, as the answer says.
     */
    public CompletableFuture<JsonNode> mutate(String mutation, String document, Map<String, ?> input) {
        Map<String, Object> keyed = new HashMap<>(input);
        keyed.putIfAbsent("clientMutationId", UUID.randomUUID().toString());
        return asked(mutation, document, keyed, MOST_REPEATED);
    }

    private CompletableFuture<JsonNode> asked(String mutation, String document, Map<String, ?> input, int repeats) {
        return once(mutation, document, input)
                .exceptionallyCompose(
                        failure -> repeats > 0 && String.valueOf(failure).contains(LOG_UNAVAILABLE)
                                ? asked(mutation, document, input, repeats - 1)
                                : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<JsonNode> once(String mutation, String document, Map<String, ?> input) {
        return ask(document, Map.of("input", input)).thenApply(data -> {
            JsonNode payload = data.path(mutation);
            if (!payload.path("errors").isEmpty()) {
                throw new IllegalStateException(mutation + " was refused: " + payload.path("errors"));
            }
            return payload;
        });
    }

    @Override
    public void close() {
        http.close();
    }
}
