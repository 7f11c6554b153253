package io.devicetrail.app.limits;

import io.devicetrail.commandside.authority.CallerSource;
import java.util.OptionalLong;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts what comes over a WebSocket, where a filter sees the handshake only. */
@Component
@Order(RequestOrder.LIMIT)
class SocketLimit implements WebGraphQlInterceptor {
    private final Limits limits;
    private final CallerSource callers;

    SocketLimit(Limits limits, CallerSource callers) {
        this.limits = limits;
        this.callers = callers;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        OptionalLong wait;
        try {
            wait = request instanceof WebSocketGraphQlRequest
                    ? limits.takeKnown(callers.callerOf(request).actorId())
                    : OptionalLong.empty();
        } catch (AuthenticationException over) {
            // Thrown, it would break the connection without a word, and what else runs on it.
            return Mono.just(GraphQlRefusal.of(
                    request, ErrorType.UNAUTHORIZED, "UNAUTHENTICATED", String.valueOf(over.getMessage())));
        }
        return wait.isPresent()
                ? Mono.just(GraphQlRefusal.of(
                        request, ErrorType.FORBIDDEN, Limits.RATE_LIMITED, Limits.message(wait.getAsLong())))
                : chain.next(request);
    }
}
