package io.devicetrail.app.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.session.Sessions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * The installation's own issuer. It is reached under several names, so its tokens are known by its keys, and by its
 * address only where the settings give it one.
 */
@Component
class LocalIssuer implements TrustedIssuer {
    static final String AUDIENCE = "devicetrail";

    /** The right to use the API as far as one's roles reach. */
    private static final String SCOPE = "devicetrail";

    private static final String USE = "token_use";
    private static final String MACHINE = "machine";

    private final @Nullable URI address;
    private final Sessions sessions;
    private final LogPulse pulse;
    private final JwtDecoder decoder;

    LocalIssuer(
            SignInSettings settings, JWKSource<SecurityContext> keys, Sessions sessions, LogPulse pulse, Clock clock) {
        this.address = settings.issuer();
        this.sessions = sessions;
        this.pulse = pulse;
        NimbusJwtDecoder own = NimbusJwtDecoder.withJwkSource(keys).build();
        own.setJwtValidator(rules(clock));
        this.decoder = own;
    }

    /** What holds of a token that is taken, beside its signature. */
    static OAuth2TokenValidator<Jwt> rules(Clock clock) {
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(clock);
        times.setAllowEmptyExpiryClaim(false);
        JwtClaimValidator<List<String>> audience =
                new JwtClaimValidator<>("aud", meant -> meant != null && meant.contains(AUDIENCE));
        return new DelegatingOAuth2TokenValidator<Jwt>(times, audience, LocalIssuer::ofOneKind, LocalIssuer::forTheApi);
    }

    /** A person's token is given in a session, a machine's for its key: nothing is taken for both, or for neither. */
    private static OAuth2TokenValidatorResult ofOneKind(Jwt token) {
        String session = token.getClaimAsString("sid");
        boolean person = session != null && !session.isBlank() && !token.hasClaim(USE);
        boolean machine = session == null && MACHINE.equals(token.getClaims().get(USE));
        return person || machine
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(
                        OAuth2ErrorCodes.INVALID_TOKEN, "neither a person's token nor a machine's", null));
    }

    /**
     * A client may ask who somebody is and no more: what it gets then does not act for them. A machine's key is for
     * nothing but the API, so its token need not say it (RFC 6749, 3.3).
     */
    private static OAuth2TokenValidatorResult forTheApi(Jwt token) {
        List<String> scope = token.getClaimAsStringList("scope");
        boolean meant = scope == null ? MACHINE.equals(token.getClaims().get(USE)) : scope.contains(SCOPE);
        return meant
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error(OAuth2ErrorCodes.INSUFFICIENT_SCOPE, "without the scope " + SCOPE, null));
    }

    @Override
    public Optional<ApiKeyId> keyOf(Jwt token) {
        if (!MACHINE.equals(token.getClaims().get(USE))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ApiKeyId(UUID.fromString(token.getSubject())));
        } catch (IllegalArgumentException noKey) {
            throw new BadJwtException("the token's subject is no key", noKey);
        }
    }

    @Override
    public boolean named(String issuer) {
        return address == null || address.toString().equals(issuer);
    }

    @Override
    public String name() {
        return PersonId.LOCAL;
    }

    @Override
    public JwtDecoder decoder() {
        return decoder;
    }

    @Override
    public boolean keepsSessions() {
        return true;
    }

    @Override
    public boolean isOpenUnused(String session) {
        return !pulse.beats() || sessions.isOpenUnused(session);
    }

    /** While the log is away it is not asked for: whatever needs authority is refused then. */
    @Override
    public boolean isOpen(String session) {
        return !pulse.beats() || sessions.isOpen(session);
    }
}
