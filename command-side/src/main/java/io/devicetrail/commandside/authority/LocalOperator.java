package io.devicetrail.commandside.authority;

import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Stands in for people until they can sign in, and says so in every event: nobody's identity was proved. The address is
 * that of the connection; what a proxy claims in a header is not evidence.
 */
@Component
class LocalOperator implements CallerSource {
    private static final int LONGEST_CLIENT = 200;

    @Override
    public Caller callerOf(@Nullable InetSocketAddress remote, HttpHeaders headers) {
        return new Caller(
                ActorType.PERSON,
                "local-operator",
                "Local operator (sign-in not configured)",
                "local-operator",
                "none",
                address(remote),
                client(headers.getFirst(HttpHeaders.USER_AGENT)),
                null,
                null);
    }

    private static String address(@Nullable InetSocketAddress remote) {
        if (remote == null) {
            return "unknown";
        }
        return remote.getAddress() == null
                ? remote.getHostString()
                : remote.getAddress().getHostAddress();
    }

    private static String client(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return "unknown";
        }
        String printable = userAgent.replaceAll("\\p{Cntrl}", " ").strip();
        return printable.length() <= LONGEST_CLIENT ? printable : printable.substring(0, LONGEST_CLIENT);
    }
}
