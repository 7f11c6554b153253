package io.devicetrail.identity.issuer;

import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.page.ErrorPages;
import io.devicetrail.identity.page.Pages;
import io.devicetrail.identity.page.PersonAuthentication;
import io.devicetrail.identity.session.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A browser whose session has ended is nobody's: it signs in anew, whatever its cookie says. While nobody can say
 * whether it has, it is told so, and stays who it is.
 */
final class OpenSessions extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSessions.class);

    private final Sessions sessions;
    private final LogPulse pulse;
    private final ErrorPages errors;

    OpenSessions(Sessions sessions, LogPulse pulse, ErrorPages errors) {
        this.sessions = sessions;
        this.pulse = pulse;
        this.errors = errors;
    }

    /** What pages look like is the same for everybody. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Pages.STYLE.equals(request.getServletPath());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication instanceof PersonAuthentication person) {
            try {
                if (!isOpen(person)) {
                    forget(request);
                }
            } catch (LogAwayException | DataAccessException | TransactionException away) {
                LOG.warn("It cannot be said whether {} is still signed in: {}", person, away.toString());
                errors.away(response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Who asks a database that hangs, hangs with it. */
    private boolean isOpen(PersonAuthentication person) {
        if (!pulse.beats()) {
            throw new LogAwayException("a question about a session", new IllegalStateException("PostgreSQL is away"));
        }
        return sessions.isOpen(person.who().session());
    }

    private static void forget(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession http = request.getSession(false);
        if (http != null) {
            http.invalidate();
        }
    }
}
