package io.devicetrail.app.acceptance;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Questions and answers over one WebSocket, by the protocol graphql-transport-ws. */
final class Conversation implements AutoCloseable {
    private static final long SECONDS = 10;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int asked;
    private volatile int status;

    private Conversation(URI graphql) throws Exception {
        socket = Api.HTTP
                .newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .buildAsync(URI.create(graphql.toString().replaceFirst("^http", "ws")), new Listener())
                .get(SECONDS, TimeUnit.SECONDS);
    }

    static Conversation of(URI graphql, String token) throws Exception {
        Conversation conversation = new Conversation(graphql);
        conversation.say(Map.of("type", "connection_init", "payload", Map.of("Authorization", "Bearer " + token)));
        String acknowledged = conversation.next();
        if (!acknowledged.contains("connection_ack")) {
            throw new AssertionError(acknowledged);
        }
        return conversation;
    }

    /** The first message that answers it. */
    String ask(String document) throws Exception {
        String id = send(document);
        String answer = next();
        while (!answer.contains("\"id\":\"" + id + "\"")) {
            answer = next();
        }
        return answer;
    }

    /** The id that its answers will have. */
    String send(String document) throws Exception {
        String id = String.valueOf(++asked);
        say(Map.of("id", id, "type", "subscribe", "payload", Map.of("query", document)));
        return id;
    }

    /** The status with which the server closed it; 0 while it is open. */
    int closedWith() {
        return status;
    }

    private void say(Map<String, Object> message) throws Exception {
        socket.sendText(Api.JSON.writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
    }

    private String next() throws Exception {
        String message = heard.poll(SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no answer");
        }
        return message;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            status = code;
            return null;
        }
    }
}
