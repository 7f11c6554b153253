package io.devicetrail.app.access;

import io.devicetrail.app.limits.Limits;
import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.authority.Denials;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Says why a request was not let through, and what to do, as {@code application/problem+json} (RFC 9457). */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    static final String UNAUTHENTICATED = "UNAUTHENTICATED";
    static final String NOT_FOUND = "NOT_FOUND";
    static final String LOG_UNAVAILABLE = "LOG_UNAVAILABLE";
    static final String ISSUER_UNAVAILABLE = "ISSUER_UNAVAILABLE";

    /** After which to come again. */
    private static final String AWAY_SECONDS = "5";

    private final Callers callers;
    private final Denials denials;
    private final Limits limits;
    private final JsonMapper json;

    Refusals(Callers callers, Denials denials, Limits limits, JsonMapper json) {
        this.limits = limits;
        this.callers = callers;
        this.denials = denials;
        this.json = json;
    }

    /** An outage is nobody's fault: it is not counted against the address, and takes no token from whoever has one. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof NotCheckableException away) {
            sayAway(response, away.code(), String.valueOf(away.getMessage()));
            return;
        }
        boolean token = why instanceof OAuth2AuthenticationException;
        // A request without a token was counted before; one with nobody's is told from it only now.
        OptionalLong wait = token ? limits.takeAnonymous(request) : OptionalLong.empty();
        if (wait.isPresent()) {
            limits.refuse(response, wait.getAsLong());
            return;
        }
        response.setHeader("WWW-Authenticate", token ? "Bearer error=\"invalid_token\"" : "Bearer");
        say(
                response,
                HttpStatus.UNAUTHORIZED,
                UNAUTHENTICATED,
                token
                        ? String.valueOf(why.getMessage())
                        : "Sign in, and send the access token as Authorization: Bearer <token>.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (why instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof HttpAuthority.Decision decision) {
            String operation = decision.permission().operation();
            denials.denied(callers.callerOf(request), operation, decision.where());
            if (decision.hidden() && decision.permission().ofTenants()) {
                say(
                        response,
                        HttpStatus.NOT_FOUND,
                        NOT_FOUND,
                        "The log knows no tenant " + decision.where() + "; check the short name.");
            } else {
                NotAuthorised refusal = new NotAuthorised(operation);
                say(response, HttpStatus.FORBIDDEN, refusal.code(), refusal.message());
            }
        } else if (why instanceof AuthorizationDeniedException denied
                && denied.getAuthorizationResult() instanceof HttpAuthority.Away) {
            sayAway(
                    response,
                    LOG_UNAVAILABLE,
                    "The log is not reachable, so nobody's authority can be checked. Repeat shortly.");
        } else {
            say(response, HttpStatus.FORBIDDEN, "NOT_AUTHORISED", "Nobody may ask for this.");
        }
    }

    private void sayAway(HttpServletResponse response, String code, String detail) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, AWAY_SECONDS);
        say(response, HttpStatus.SERVICE_UNAVAILABLE, code, detail);
    }

    private void say(HttpServletResponse response, HttpStatus status, String code, String detail) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
