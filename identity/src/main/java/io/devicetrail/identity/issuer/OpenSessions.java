package io.devicetrail.identity.issuer;

import io.devicetrail.identity.page.PersonAuthentication;
import io.devicetrail.identity.session.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** A browser whose session has ended is nobody's: it signs in anew, whatever its cookie says. */
final class OpenSessions extends OncePerRequestFilter {
    private final Sessions sessions;

    OpenSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof PersonAuthentication person
                && !sessions.isOpen(person.who().session())) {
            SecurityContextHolder.clearContext();
            HttpSession http = request.getSession(false);
            if (http != null) {
                http.invalidate();
            }
        }
        chain.doFilter(request, response);
    }
}
