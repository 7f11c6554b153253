package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Caller;
import org.springframework.graphql.server.WebGraphQlRequest;

/** Tells who sent a request over HTTP or WebSocket. */
public interface CallerSource {
    Caller callerOf(WebGraphQlRequest request);
}
