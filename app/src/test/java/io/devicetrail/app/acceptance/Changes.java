package io.devicetrail.app.acceptance;

import io.devicetrail.app.instance.Cast;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a subscription, {@code deviceChanged} unless another is named, has told so far, over one of its transports. */
final class Changes implements AutoCloseable {
    private static final long CONNECT_SECONDS = 10;
    private static final String DATA = "data:";
    private static final String DEVICES = "deviceChanged";

    private final List<JsonNode> seen = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private volatile @Nullable UncheckedIOException broken;
    private Runnable end = () -> {};

    private final String stream;

    private Changes(String stream) {
        this.stream = stream;
    }

    /** Newest last. */
    List<JsonNode> seen() {
        return List.copyOf(seen);
    }

    /**
     * Whether the server has ended a stream of events.
     *
     * @throws IllegalStateException if it broke off instead, with the reason
     */
    boolean ended() {
        if (broken != null) {
            throw new IllegalStateException("the stream was not ended, it broke off", broken);
        }
        return ended;
    }

    /** By the protocol graphql-transport-ws. */
    static Changes overWebSocket(Api api, String tenant) throws Exception {
        Changes changes = new Changes(DEVICES);
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        URI address = URI.create(api.graphql().toString().replaceFirst("^http", "ws"));
        WebSocket socket = Api.HTTP
                .newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .buildAsync(address, new Messages(changes, acknowledged))
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        changes.end = socket::abort;
        socket.sendText(
                        "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer " + Cast.ENGINEER.token()
                                + "\"}}",
                        true)
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        acknowledged.get(CONNECT_SECONDS, TimeUnit.SECONDS);
        socket.sendText("{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + body(DEVICES, tenant) + "}", true)
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        return changes;
    }

    static Changes overServerSentEvents(Api api, String tenant) throws Exception {
        return overServerSentEvents(api, tenant, Cast.ENGINEER.token());
    }

    /** @param token of who listens */
    static Changes overServerSentEvents(Api api, String tenant, String token) throws Exception {
        return overServerSentEvents(api, DEVICES, tenant, token);
    }

    /** @param stream the field of the subscription type */
    static Changes overServerSentEvents(Api api, String stream, String tenant, String token) throws Exception {
        Changes changes = new Changes(stream);
        CompletableFuture<HttpResponse<InputStream>> answer = Api.HTTP.sendAsync(
                HttpRequest.newBuilder(api.graphql())
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body(stream, tenant)))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        answer.thenAcceptAsync(changes::read, Thread::startVirtualThread);
        changes.end = () -> answer.thenAccept(Changes::closeQuietly);
        return changes;
    }

    /** Until the stream is closed. */
    private void read(HttpResponse<InputStream> response) {
        try {
            new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.startsWith(DATA))
                    .map(line -> line.substring(DATA.length()).strip())
                    .filter(data -> !data.isEmpty())
                    .forEach(data -> add(Api.JSON.readTree(data)));
            ended = true;
        } catch (UncheckedIOException e) {
            broken = e;
        }
    }

    private static void closeQuietly(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException gone) {
            // It was to end anyway.
        }
    }

    private void add(JsonNode payload) {
        JsonNode change = payload.path("data").path(stream);
        if (!change.isMissingNode()) {
            seen.add(change);
        }
    }

    private static String body(String stream, String tenant) {
        return Api.body("subscriptions", stream, Map.of("tenant", tenant));
    }

    @Override
    public void close() {
        end.run();
    }

    /** Text may come in parts; a message is whole with its last part. */
    private static final class Messages implements WebSocket.Listener {
        private final Changes changes;
        private final CompletableFuture<Void> acknowledged;
        private final StringBuilder text = new StringBuilder();

        Messages(Changes changes, CompletableFuture<Void> acknowledged) {
            this.changes = changes;
            this.acknowledged = acknowledged;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = Api.JSON.readTree(text.toString());
                text.setLength(0);
                switch (message.path("type").asString()) {
                    case "connection_ack" -> acknowledged.complete(null);
                    case "next" -> changes.add(message.path("payload"));
                    case "ping" -> socket.sendText("{\"type\":\"pong\"}", true);
                    default -> throw new IllegalStateException("not expected: " + message);
                }
            }
            socket.request(1);
            return null;
        }
    }
}
