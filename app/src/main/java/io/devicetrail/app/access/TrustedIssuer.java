package io.devicetrail.app.access;

import io.devicetrail.domain.apikey.ApiKeyId;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** An OpenID Connect issuer whose access tokens are accepted. */
public interface TrustedIssuer {
    /** Whether a token with this claim {@code iss} is one of its. */
    boolean named(String issuer);

    /** What its people are registered under: {@link io.devicetrail.domain.person.PersonId#LOCAL} or its address. */
    String name();

    /** Checks signature, issuer, audience and times. */
    JwtDecoder decoder();

    /** Whose key a token was made for, if it is a machine's: only our own issuer makes such, whatever others claim. */
    default Optional<ApiKeyId> keyOf(Jwt token) {
        return Optional.empty();
    }

    /** Whether the session that a token was given in goes on; outside issuers end theirs by not renewing tokens. */
    default boolean isOpen(String session) {
        return true;
    }

    /** The same, where nobody has used it: it keeps no session open. */
    default boolean isOpenUnused(String session) {
        return isOpen(session);
    }

    /** Whether its sessions are known here, so that what is open may go on until they end; else until its token is over. */
    default boolean keepsSessions() {
        return false;
    }
}
