package io.devicetrail.commandside.authority;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Where a request came from. The address is that of the connection: what a proxy claims in a header is not evidence.
 *
 * @param client what the client calls itself, {@code unknown} if nothing
 */
public record Origin(String address, String client) {
    private static final int LONGEST_CLIENT = 200;

    public static Origin of(@Nullable InetSocketAddress remote, HttpHeaders headers) {
        return new Origin(address(remote), client(headers.getFirst(HttpHeaders.USER_AGENT)));
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
