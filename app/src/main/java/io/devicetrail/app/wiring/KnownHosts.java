package io.devicetrail.app.wiring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A page in somebody's browser must not reach us under a name of its own (DNS rebinding), nor post from another origin;
 * and the issuer of tokens must not be made to speak of itself under a name that somebody else chose.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class KnownHosts extends OncePerRequestFilter {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final int MISDIRECTED_REQUEST = 421;

    private final List<String> more;

    /** @param more other names under which we may be asked, setting {@code devicetrail.http.hosts} */
    KnownHosts(@Value("${devicetrail.http.hosts:}") List<String> more) {
        this.more = more.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = nameOf(request.getHeader("Host"));
        if (!LOOPBACK.contains(host) && !more.contains(host)) {
            response.sendError(MISDIRECTED_REQUEST, "Not a name of ours; devicetrail.http.hosts lists more");
        } else if (foreign(request.getHeader("Origin"), request.getHeader("Host"))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "A page of another origin may not ask");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean foreign(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return false;
        }
        try {
            return !String.valueOf(URI.create(origin).getAuthority()).equalsIgnoreCase(host);
        } catch (IllegalArgumentException unreadable) {
            return true;
        }
    }

    /** The header without its port, in lower case; empty if there is none. */
    private static String nameOf(@Nullable String host) {
        if (host == null) {
            return "";
        }
        return host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }
}
