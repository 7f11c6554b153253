package io.devicetrail.app.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A browser cannot send a token with the handshake of a WebSocket, so it comes in the payload of {@code connection_init}
 * as {@code {"Authorization": "Bearer …"}}. Without one that is accepted the connection is closed with 4401.
 */
@Component
class SocketSignIn implements WebSocketGraphQlInterceptor {
    private static final String ATTRIBUTE = SocketSignIn.class.getName();
    private static final String HEADER = "Authorization";
    private static final String SCHEME = "bearer ";

    private final Tokens tokens;

    SocketSignIn(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Object> handleConnectionInitialization(WebSocketSessionInfo session, Map<String, Object> payload) {
        return Mono.fromRunnable(() -> session.getAttributes().put(ATTRIBUTE, tokens.accept(tokenIn(payload))));
    }

    static @Nullable SignedIn of(WebSocketSessionInfo session) {
        return (SignedIn) session.getAttributes().get(ATTRIBUTE);
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
