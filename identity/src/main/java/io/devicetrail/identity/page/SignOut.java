package io.devicetrail.identity.page;

import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.util.UriComponentsBuilder;

/** A client ends the session that its id token names (OpenID Connect RP-Initiated Logout 1.0). */
@Component
public class SignOut implements AuthenticationSuccessHandler {
    static final String CAUSE = "sign-out";

    private final Sessions sessions;
    private final Browser browser;

    SignOut(Sessions sessions, Browser browser) {
        this.sessions = sessions;
        this.browser = browser;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        OidcLogoutAuthenticationToken logout = (OidcLogoutAuthenticationToken) authentication;
        OidcIdToken token = logout.getIdToken();
        String session = token == null ? null : token.getClaimAsString("sid");
        try {
            if (session != null
                    && logout.getPrincipal() instanceof PersonAuthentication person
                    && session.equals(person.who().session())) {
                end(person, CAUSE, request);
            } else if (session != null) {
                sessions.end(session, CAUSE, Browser.origin(request));
            }
        } catch (LogAwayException away) {
            ErrorPages.write(
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    Html.page("Not signed out")
                            .alert("The log cannot be reached, so you are still signed in. Try again shortly."));
            return;
        }
        if (logout.getPrincipal() instanceof PersonAuthentication) {
            browser.forget(request);
        }
        response.sendRedirect(next(logout));
    }

    /**
     * Ends the session of who is signed in; their browser knows them no more.
     *
     * @throws LogAwayException if the log does not take it: nothing has changed then
     */
    public void signOut(PersonAuthentication person, String cause, HttpServletRequest request) {
        end(person, cause, request);
        browser.forget(request);
    }

    private void end(PersonAuthentication person, String cause, HttpServletRequest request) {
        try {
            sessions.endBy(person.proven(Browser.origin(request)), person.who().session(), cause);
        } catch (DataAccessException | TransactionException away) {
            throw new LogAwayException("a sign-out", away);
        }
    }

    private static String next(OidcLogoutAuthenticationToken logout) {
        String wanted = logout.getPostLogoutRedirectUri();
        if (wanted == null || wanted.isBlank()) {
            return Pages.SIGN_IN;
        }
        UriComponentsBuilder address = UriComponentsBuilder.fromUriString(wanted);
        if (logout.getState() != null) {
            address.queryParam("state", "{state}");
            return address.encode().buildAndExpand(logout.getState()).toUriString();
        }
        return address.toUriString();
    }
}
