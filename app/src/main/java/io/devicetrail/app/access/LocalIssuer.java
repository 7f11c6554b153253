package io.devicetrail.app.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.session.Sessions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
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
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(clock);
        times.setAllowEmptyExpiryClaim(false);
        JwtClaimValidator<List<String>> audience =
                new JwtClaimValidator<>("aud", meant -> meant != null && meant.contains(AUDIENCE));
        JwtClaimValidator<String> session = new JwtClaimValidator<>("sid", sid -> sid != null && !sid.isBlank());
        own.setJwtValidator(new DelegatingOAuth2TokenValidator<Jwt>(times, audience, session));
        this.decoder = own;
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
