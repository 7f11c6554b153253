package io.devicetrail.app.access;

import io.devicetrail.app.limits.Limits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts the requests of each person and machine, as soon as it is known who asks. */
class KnownLimit extends OncePerRequestFilter {
    private final Limits limits;

    KnownLimit(Limits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        OptionalLong wait = SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
                ? limits.takeKnown(signedIn.actorId())
                : OptionalLong.empty();
        if (wait.isPresent()) {
            limits.refuse(response, wait.getAsLong());
        } else {
            chain.doFilter(request, response);
        }
    }
}
