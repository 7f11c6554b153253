package io.devicetrail.identity.issuer;

import io.devicetrail.domain.apikey.KnownApiKey;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the key that a machine shows when it asks for a token (RFC 6749, 2.3.1 and 4.4): its id and its secret, by HTTP
 * Basic or in the form, and never in an address, which ends up in log files.
 */
final class KeyAuthentication implements AuthenticationConverter, AuthenticationProvider {
    /** None of Spring's, so that no other provider answers in the place of this one. */
    private static final ClientAuthenticationMethod API_KEY = new ClientAuthenticationMethod("api_key");

    private static final String BASIC = "basic ";

    private final KeyClients clients;

    KeyAuthentication(KeyClients clients) {
        this.clients = clients;
    }

    /** What was shown, and not looked at yet. */
    static final class Shown extends OAuth2ClientAuthenticationToken {
        private static final long serialVersionUID = 1L;

        Shown(String id, String secret) {
            super(id, API_KEY, secret, null);
        }
    }

    /** A machine whose key was accepted. */
    static final class Machine extends OAuth2ClientAuthenticationToken {
        private static final long serialVersionUID = 1L;

        private final transient KnownApiKey key;

        Machine(RegisteredClient client, KnownApiKey key) {
            super(client, API_KEY, null);
            this.key = key;
        }

        KnownApiKey key() {
            return key;
        }
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String grant = request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
        if (!AuthorizationGrantType.CLIENT_CREDENTIALS.getValue().equals(grant)) {
            return null;
        }
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        String[] ids = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        String[] secrets = request.getParameterValues(OAuth2ParameterNames.CLIENT_SECRET);
        boolean both = header != null && (ids != null || secrets != null);
        if (request.getQueryString() != null || both) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return header == null ? shown(only(ids), only(secrets)) : basic(header);
    }

    private static Shown basic(String header) {
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw invalidClient();
        }
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            throw invalidClient();
        }
        int colon = pair.indexOf(':');
        // Neither holds a character that would have to be encoded.
        return colon < 0 ? shown("", "") : shown(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private static Shown shown(String id, String secret) {
        if (id.isBlank() || secret.isBlank()) {
            throw invalidClient();
        }
        return new Shown(id, secret);
    }

    private static String only(String @Nullable [] values) {
        return values != null && values.length == 1 ? values[0] : "";
    }

    static OAuth2AuthenticationException invalidClient() {
        return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        return authentication instanceof Shown shown
                ? clients.accept(shown.getName(), String.valueOf(shown.getCredentials()))
                : null;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return Shown.class.isAssignableFrom(authentication);
    }
}
