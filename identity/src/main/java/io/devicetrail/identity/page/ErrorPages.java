package io.devicetrail.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** What a person is told where the protocol has nobody else to tell. */
@Component
public class ErrorPages implements AuthenticationFailureHandler {
    private static final String RETRY_SECONDS = "5";

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String code = failure instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_REQUEST;
        String mend = OAuth2ErrorCodes.INVALID_GRANT.equals(code)
                ? "The code is not known, was used, or is too old. Start the command line again for a new one."
                : "The request cannot be carried out (" + code + "). Go back to where you came from, and begin again.";
        write(
                response,
                HttpStatus.BAD_REQUEST,
                Html.page("That did not work").alert(mend).link(Pages.HOME, "Back"));
    }

    /** While nobody can say who is signed in, or record that they are no more; nothing has changed. */
    public void away(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        write(
                response,
                HttpStatus.SERVICE_UNAVAILABLE,
                Html.page("Not now").alert("The log cannot be reached. Nothing has changed. Try again shortly."));
    }

    /** After a command line was let in. */
    public AuthenticationSuccessHandler deviceDone() {
        return (request, response, authentication) -> write(
                response,
                HttpStatus.OK,
                Html.page("Done").text("The command line goes on by itself. You may close this page."));
    }

    static void write(HttpServletResponse response, HttpStatus status, Html page) throws IOException {
        response.setStatus(status.value());
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream().write(page.toString().getBytes(StandardCharsets.UTF_8));
    }
}
