package io.devicetrail.app.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts requests that name nobody, by their address, before anything is done for them: each of a sign-in costs the hash
 * of a password. Those with a token are counted when it is known whose it is, or that it is nobody's; the pages of sign-in
 * ask for none, so it exempts from nothing there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class AddressLimit extends OncePerRequestFilter {
    private static final String BEARER = "bearer ";
    private static final List<String> WITHOUT_TOKENS = List.of("/identity", "/.well-known/");

    private final Limits limits;

    AddressLimit(Limits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        OptionalLong wait = namesSomebody(request) ? OptionalLong.empty() : limits.takeAnonymous(request);
        if (wait.isPresent()) {
            limits.refuse(response, wait.getAsLong());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean namesSomebody(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null
                && WITHOUT_TOKENS.stream().noneMatch(request.getServletPath()::startsWith)
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
