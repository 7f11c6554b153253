package io.devicetrail.identity.issuer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Says why no token is given (RFC 6749, 5.2), or taken (RFC 6750, 3.1), by a status that tells a program whether to come
 * again.
 */
final class TokenRefusals implements AuthenticationFailureHandler {
    /** After it a key has one token more, at the least. */
    private static final int RETRY_SECONDS = 60 / KeyTokens.MOST_PER_MINUTE;

    private static final String AWAY_SECONDS = "5";

    private final OAuth2ErrorHttpMessageConverter converter = new OAuth2ErrorHttpMessageConverter();

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
        SecurityContextHolder.clearContext();
        OAuth2Error error = why instanceof OAuth2AuthenticationException refused
                ? refused.getError()
                : new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR);
        ServletServerHttpResponse answer = new ServletServerHttpResponse(response);
        answer.setStatusCode(
                switch (error.getErrorCode()) {
                    case OAuth2ErrorCodes.INVALID_CLIENT, OAuth2ErrorCodes.INVALID_TOKEN -> HttpStatus.UNAUTHORIZED;
                    case OAuth2ErrorCodes.INSUFFICIENT_SCOPE -> HttpStatus.FORBIDDEN;
                    case OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
                    case KeyTokens.SLOW_DOWN -> HttpStatus.TOO_MANY_REQUESTS;
                    default -> HttpStatus.BAD_REQUEST;
                });
        if (OAuth2ErrorCodes.INVALID_CLIENT.equals(error.getErrorCode())
                && request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"devicetrail\"");
        }
        if (OAuth2ErrorCodes.INVALID_TOKEN.equals(error.getErrorCode())
                || OAuth2ErrorCodes.INSUFFICIENT_SCOPE.equals(error.getErrorCode())) {
            answer.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"" + error.getErrorCode() + "\"");
        }
        if (OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE.equals(error.getErrorCode())) {
            answer.getHeaders().set(HttpHeaders.RETRY_AFTER, AWAY_SECONDS);
        }
        if (KeyTokens.SLOW_DOWN.equals(error.getErrorCode())) {
            answer.getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_SECONDS));
        }
        converter.write(error, null, answer);
    }
}
