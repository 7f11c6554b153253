package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Caller;
import java.util.function.BooleanSupplier;
import org.springframework.graphql.server.WebGraphQlRequest;

/** Tells who sent a request of GraphQL, over HTTP or WebSocket. */
public interface CallerSource {
    /** @throws RuntimeException if nobody was recognised: nothing is answered then */
    Caller callerOf(WebGraphQlRequest request);

    /** Whether who sent it is still signed in: asked again and again while a stream is open. */
    BooleanSupplier standing(WebGraphQlRequest request);
}
