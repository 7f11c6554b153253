package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.Caller;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.http.HttpHeaders;

/** Tells who sent a request over HTTP or WebSocket. */
public interface CallerSource {
    /** @param remote end of the connection; null where it is not known */
    Caller callerOf(@Nullable InetSocketAddress remote, HttpHeaders headers);

    default Caller callerOf(WebGraphQlRequest request) {
        return callerOf(request.getRemoteAddress(), request.getHeaders());
    }
}
