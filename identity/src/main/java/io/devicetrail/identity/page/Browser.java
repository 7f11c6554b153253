package io.devicetrail.identity.page;

import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The browser at the other end: who is signed in there, and what it wanted before it had to sign in. */
@Component
public class Browser {
    private static final int LONGEST_CLIENT = 200;

    private final SecurityContextRepository contexts;
    private final RequestCache interrupted;
    private final Clock clock;

    Browser(SecurityContextRepository contexts, RequestCache interrupted, Clock clock) {
        this.contexts = contexts;
        this.interrupted = interrupted;
        this.clock = clock;
    }

    /** Remembers who signed in, under a new cookie, and goes on with what was interrupted. */
    ResponseEntity<String> signedIn(SignedIn who, HttpServletRequest request, HttpServletResponse response) {
        SavedRequest wanted = interrupted.getRequest(request, response);
        if (request.getSession(false) != null) {
            // Who knew the cookie before must not be signed in by it (session fixation).
            request.changeSessionId();
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PersonAuthentication(
                // In whole seconds, as clients are told it: they and we count alike how long ago it was.
                who, origin(request), clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        String next = Pages.HOME;
        if (wanted != null) {
            interrupted.removeRequest(request, response);
            next = within(wanted.getRedirectUrl());
        }
        return to(next);
    }

    /** The address came from the browser: on this host, to a page that waits for a sign-in, or not at all. */
    private static String within(String address) {
        try {
            URI wanted = new URI(address);
            String path = String.valueOf(wanted.getRawPath());
            String query = wanted.getRawQuery();
            return Pages.resumes(path) ? path + (query == null ? "" : "?" + query) : Pages.HOME;
        } catch (URISyntaxException unreadable) {
            return Pages.HOME;
        }
    }

    void forget(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }

    /** The address is that of the connection; what a proxy claims in a header is not evidence. */
    public static Origin origin(HttpServletRequest request) {
        return new Origin(request.getRemoteAddr(), client(request.getHeader("User-Agent")));
    }

    /** Of the request at hand; a token may be asked for elsewhere than where its person signed in. */
    public static Origin origin(Origin otherwise) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes at
                ? origin(at.getRequest())
                : otherwise;
    }

    private static String client(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return "unknown";
        }
        String printable = userAgent.replaceAll("\\p{Cntrl}", " ").strip();
        return printable.length() <= LONGEST_CLIENT ? printable : printable.substring(0, LONGEST_CLIENT);
    }
}
