package io.devicetrail.app.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An issuer that somebody else runs. Nothing is asked of it before the first token comes: it may start after us. Nobody
 * can have it asked more often than the bounds here allow, whatever tokens they make up.
 */
final class OutsideIssuer implements TrustedIssuer, JwtDecoder {
    /** How far its clock and ours may be apart. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    /** Longest wait for its keys. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Longest key set or discovery document, in bytes. */
    static final int LONGEST = 1 << 18;
    /** Between two fetches of its keys for the sake of one that is not among them. */
    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    /** After a discovery that failed, until the next. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    /** How long keys count that it cannot confirm, while it is away. */
    static final Duration OUTAGE = Duration.ofHours(1);

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    /** What access tokens are typed as: plainly, or by RFC 9068. */
    private static final Set<String> TYPES = Set.of("JWT", "at+jwt", "application/at+jwt");

    /** Those of them that say so: the others need not be access tokens. */
    private static final Set<String> ACCESS_TYPES = Set.of("at+jwt", "application/at+jwt");
    /** What Keycloak puts into the claim {@code typ} of tokens that are for itself or for the client alone. */
    private static final Set<String> OTHER_USES = Set.of("id", "refresh", "offline", "logout");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final IssuerSettings.Issuer settings;
    private final String address;
    private final Clock clock;
    private @Nullable JwtDecoder decoder;
    private Instant notBefore = Instant.MIN;

    OutsideIssuer(IssuerSettings.Issuer settings, Clock clock) {
        this.settings = settings;
        this.address = settings.address().toString();
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        return found().decode(token);
    }

    private synchronized JwtDecoder found() {
        JwtDecoder known = decoder;
        if (known == null) {
            if (clock.instant().isBefore(notBefore)) {
                throw new JwtException(address + " could not be asked for its keys a moment ago");
            }
            try {
                known = decoder(settings.keys() == null ? discovered() : settings.keys());
                decoder = known;
            } catch (IOException | JacksonException e) {
                notBefore = clock.instant().plus(AFTER_FAILURE);
                throw new JwtException(address + " cannot be asked for its keys", e);
            }
        }
        return known;
    }

    private URI discovered() throws IOException {
        JsonNode document = JSON.readTree(retriever()
                .retrieveResource(
                        URI.create(address.replaceAll("/+$", "") + DISCOVERY).toURL())
                .getContent());
        if (!document.path("issuer").asString("").equals(address)) {
            throw new IOException("the discovery document of " + address + " is another issuer's");
        }
        return URI.create(document.path("jwks_uri").asString(""));
    }

    private static DefaultResourceRetriever retriever() {
        int millis = Math.toIntExact(PATIENCE.toMillis());
        return new DefaultResourceRetriever(millis, millis, LONGEST);
    }

    private JwtDecoder decoder(URI keys) throws IOException {
        JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(keys.toURL(), retriever())
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
        NimbusJwtDecoder checked = NimbusJwtDecoder.withJwkSource(source)
                .jwsAlgorithms(algorithms -> Set.of(SignatureAlgorithm.values()).forEach(algorithms::add))
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier((type, context) -> {}))
                .build();
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock);
        times.setAllowEmptyExpiryClaim(false);
        JwtTypeValidator types = new JwtTypeValidator(TYPES);
        types.setAllowEmpty(true);
        JwtClaimValidator<List<String>> audience =
                new JwtClaimValidator<>("aud", meant -> meant != null && meant.contains(settings.audience()));
        checked.setJwtValidator(new DelegatingOAuth2TokenValidator<Jwt>(
                types, times, new JwtIssuerValidator(address), audience, OutsideIssuer::accessToken));
        return checked;
    }

    /** An ID token may be meant for the same audience; and one that is bound to a key is worth nothing without it. */
    private static OAuth2TokenValidatorResult accessToken(Jwt token) {
        if (token.hasClaim("at_hash") || token.hasClaim("nonce") || isForOtherUse(token)) {
            return refused("an ID token is for its client alone");
        }
        if (token.hasClaim("cnf")) {
            return refused("that its sender holds the key it is bound to is not checked here");
        }
        return isTypedForAccess(token) || says(token, "scope") || says(token, "scp")
                ? OAuth2TokenValidatorResult.success()
                : refused("neither its type nor a scope says that it is an access token");
    }

    private static boolean isForOtherUse(Jwt token) {
        return token.getClaims().get("typ") instanceof String use && OTHER_USES.contains(use.toLowerCase(Locale.ROOT));
    }

    /** A media type is the same in any case (RFC 2045, 5.1). */
    private static boolean isTypedForAccess(Jwt token) {
        return token.getHeaders().get("typ") instanceof String type
                && ACCESS_TYPES.contains(type.toLowerCase(Locale.ROOT));
    }

    /** Words in one text (RFC 8693, 4.2), or a list of them, as Okta has it. */
    private static boolean says(Jwt token, String claim) {
        Object value = token.getClaims().get(claim);
        return value instanceof String || value instanceof Collection;
    }

    private static OAuth2TokenValidatorResult refused(String why) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, why, null));
    }

    @Override
    public boolean named(String issuer) {
        return address.equals(issuer);
    }

    @Override
    public String name() {
        return address;
    }

    @Override
    public JwtDecoder decoder() {
        return this;
    }
}
