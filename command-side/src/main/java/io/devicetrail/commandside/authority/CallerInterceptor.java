package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Caller;
import java.util.function.BooleanSupplier;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts the caller of each request, over HTTP or WebSocket, where mutations find it: {@code @ContextValue Caller caller}. */
@Component
@Order(CallerInterceptor.ORDER)
class CallerInterceptor implements WebGraphQlInterceptor {
    /** In the thread that the filters let through, so before anything that hands the request on to another. */
    static final int ORDER = 0;

    private static final String CALLER = "caller";
    /** A {@link BooleanSupplier}: whether the caller is signed in still. */
    private static final String STANDING = "caller.standing";

    private final CallerSource callers;

    CallerInterceptor(CallerSource callers) {
        this.callers = callers;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Caller caller = callers.callerOf(request);
        BooleanSupplier standing = callers.standing(request);
        request.configureExecutionInput((input, builder) -> builder.graphQLContext(
                        context -> context.put(CALLER, caller).put(STANDING, standing))
                .build());
        return chain.next(request);
    }
}
