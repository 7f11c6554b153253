package io.devicetrail.app.access;

import io.devicetrail.queryside.access.AtOnce;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A browser cannot send a token with the handshake of a WebSocket, so it comes in the payload of {@code connection_init}
 * as {@code {"Authorization": "Bearer …"}}. Without one that is accepted the connection is closed with 4401, and so is one
 * more than a person or key may have open: each keeps a thread and a buffer.
 */
@Component
class SocketSignIn implements WebSocketGraphQlInterceptor {
    static final int MOST_OPEN = 100;

    private static final String ATTRIBUTE = SocketSignIn.class.getName();
    private static final String HEADER = "Authorization";
    private static final String SCHEME = "bearer ";

    /** Instead of who it was, once the connection is closed. */
    private static final Object CLOSED = new Object();

    private final Tokens tokens;
    private final AtOnce open = new AtOnce(MOST_OPEN);

    SocketSignIn(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Object> handleConnectionInitialization(WebSocketSessionInfo session, Map<String, Object> payload) {
        return Mono.fromRunnable(() -> begin(session, tokens.accept(tokenIn(payload))));
    }

    private void begin(WebSocketSessionInfo session, SignedIn who) {
        if (!open.enter(who.actorId())) {
            throw new IllegalStateException(who.actorId() + " has " + MOST_OPEN + " WebSockets open already");
        }
        if (session.getAttributes().putIfAbsent(ATTRIBUTE, who) != null) {
            // Closed meanwhile, which nobody says a second time.
            open.leave(who.actorId());
        }
    }

    @Override
    public void handleConnectionClosed(WebSocketSessionInfo session, int status, Map<String, Object> payload) {
        if (session.getAttributes().put(ATTRIBUTE, CLOSED) instanceof SignedIn who) {
            open.leave(who.actorId());
        }
    }

    static @Nullable SignedIn of(WebSocketSessionInfo session) {
        return session.getAttributes().get(ATTRIBUTE) instanceof SignedIn who ? who : null;
    }

    private static String tokenIn(Map<String, Object> payload) {
        return payload.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(HEADER))
                .map(entry -> String.valueOf(entry.getValue()))
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .findFirst()
                .orElseThrow(() -> new InvalidBearerTokenException(
                        "connection_init needs {\"Authorization\": \"Bearer <access token>\"}"));
    }
}
