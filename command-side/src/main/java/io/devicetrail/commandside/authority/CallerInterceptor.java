package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Caller;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts the caller of each request, over HTTP or WebSocket, where mutations find it: {@code @ContextValue Caller caller}. */
@Component
class CallerInterceptor implements WebGraphQlInterceptor {
    private static final String CALLER = "caller";

    private final CallerSource callers;

    CallerInterceptor(CallerSource callers) {
        this.callers = callers;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Caller caller = callers.callerOf(request);
        request.configureExecutionInput((input, builder) ->
                builder.graphQLContext(context -> context.put(CALLER, caller)).build());
        return chain.next(request);
    }
}
