package io.devicetrail.app.access;

import io.devicetrail.app.claims.ClaimedRoles;
import io.devicetrail.app.claims.MappingAwayException;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.person.PersonId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Accepts access tokens of the issuers that are trusted, API keys, and nothing else. */
@Component
class Tokens {
    /** Longest token that is looked at, in characters. */
    static final int LONGEST = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final String REFUSED =
            "The access token is not accepted: it is not of a trusted issuer, not for this installation, without the scope devicetrail, or over. Sign in again.";

    private final List<Source> sources;
    private final Keys keys;
    private final ClaimedRoles roles;
    private final Clock clock;

    /** An issuer and the claim that names its people. */
    private record Source(TrustedIssuer issuer, String subject, boolean outside) {}

    Tokens(IssuerSettings settings, List<TrustedIssuer> own, Keys keys, ClaimedRoles roles, Clock clock) {
        this.keys = keys;
        this.roles = roles;
        this.clock = clock;
        // Those of outside are known by their address, our own by its keys: it comes last.
        this.sources = Stream.concat(
                        settings.issuers().values().stream()
                                .map(issuer -> new Source(new OutsideIssuer(issuer, clock), issuer.subject(), true)),
                        own.stream().map(issuer -> new Source(issuer, "sub", false)))
                .toList();
    }

    /** For the filter. No bean of its own: it would stand behind the issuer's own managers. */
    Authentication authenticate(Authentication asked) {
        if (!(asked instanceof BearerTokenAuthenticationToken bearer)) {
            throw new InvalidBearerTokenException(REFUSED);
        }
        return accept(bearer.getToken());
    }

    /**
     * @throws InvalidBearerTokenException if it is not to be accepted, without saying which rule it broke
     * @throws NotCheckableException if nobody can say at the moment
     */
    SignedIn accept(String token) {
        if (token.length() > LONGEST) {
            throw new InvalidBearerTokenException(REFUSED);
        }
        if (Keys.isOne(token)) {
            return keys.accept(token);
        }
        String issuer = claimedIssuer(token);
        Source source = sources.stream()
                .filter(s -> s.issuer().named(issuer))
                .findFirst()
                .orElseThrow(() -> new InvalidBearerTokenException(REFUSED));
        try {
            SignedIn signedIn = signedIn(source, source.issuer().decoder().decode(token));
            if (!signedIn.holdsAt(clock.instant())) {
                throw new InvalidBearerTokenException(REFUSED);
            }
            return signedIn;
        } catch (BadJwtException e) {
            throw new InvalidBearerTokenException(REFUSED, e);
        } catch (JwtException e) {
            throw source.outside()
                    ? new NotCheckableException(
                            Refusals.ISSUER_UNAVAILABLE,
                            "The keys of " + source.issuer().name() + " cannot be had at the moment, so the token"
                                    + " cannot be checked. Keep the token, and repeat shortly.",
                            e)
                    : new NotCheckableException(
                            "The keys of tokens cannot be read at the moment, so the token cannot be checked. Keep the"
                                    + " token, and repeat shortly.",
                            e);
        }
    }

    /** Nothing is believed of it before the signature was checked: it says whose keys to check it with. */
    private static String claimedIssuer(String token) {
        try {
            return Objects.requireNonNullElse(
                    com.nimbusds.jwt.JWTParser.parse(token).getJWTClaimsSet().getIssuer(), "");
        } catch (java.text.ParseException | RuntimeException e) {
            throw new InvalidBearerTokenException(REFUSED, e);
        }
    }

    private SignedIn signedIn(Source source, Jwt token) {
        Map<String, Object> claims = token.getClaims();
        if (!(claims.get(source.subject()) instanceof String subject) || subject.isBlank()) {
            throw new InvalidBearerTokenException(REFUSED);
        }
        Instant expiresAt = token.getExpiresAt();
        if (expiresAt == null) {
            throw new InvalidBearerTokenException(REFUSED);
        }
        Optional<ApiKeyId> machine = source.issuer().keyOf(token);
        if (machine.isPresent()) {
            return keys.acceptToken(machine.get(), expiresAt);
        }
        PersonId person = PersonId.of(source.issuer().name(), subject);
        try {
            roles.bring(source.issuer().name(), person, subject, token);
        } catch (MappingAwayException away) {
            LOG.warn("the roles that a token brings could not be held against the log", away);
            throw new NotCheckableException(
                    "The roles that the token brings cannot be put on record at the moment. Repeat shortly.", away);
        }
        return new SignedIn.Person(
                person,
                subject,
                source.issuer(),
                token.getClaimAsString("sid"),
                methods(token.getClaimAsStringList("amr")),
                expiresAt);
    }

    /** Control characters have no place in what the log keeps, whoever signed them. */
    private static String methods(@Nullable List<String> methods) {
        String joined = methods == null ? "" : String.join(" ", methods).replaceAll("\\p{Cntrl}", " ");
        return joined.isBlank() ? "oidc" : joined.substring(0, Math.min(joined.length(), 200));
    }
}
