package io.devicetrail.identity.stepup;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Checks ID tokens of one issuer (OpenID Connect Core 3.1.3.7): signed by its keys, for this client, in answer to this
 * request, of somebody who has signed in since it was made. A session that goes on there proves nobody's hand.
 */
final class IdTokens {
    /** How far the issuer's clock and ours may be apart. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** None that a public key could be turned into a secret for, and never none at all. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private static final Set<String> REQUIRED = Set.of("sub", "iat", "exp", "nonce", "auth_time");

    private final String clientId;
    private final Clock clock;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    IdTokens(String issuer, String clientId, JWKSource<SecurityContext> keys, Clock clock) {
        this.clientId = clientId;
        this.clock = clock;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> verify(claims, issuer));
    }

    /** By the clock that is injected, which the library's own check does not know. */
    private void verify(JWTClaimsSet claims, String issuer) throws BadJWTException {
        Map<String, Object> told = claims.toJSONObject();
        if (!told.keySet().containsAll(REQUIRED)) {
            throw new BadJWTException("it needs the claims " + REQUIRED);
        }
        if (!issuer.equals(claims.getIssuer())) {
            throw new BadJWTException("it is of another issuer");
        }
        if (!claims.getAudience().contains(clientId)) {
            throw new BadJWTException("it is for another audience");
        }
        Instant now = clock.instant();
        if (Proof.time(claims, "exp")
                .filter(end -> now.isBefore(end.plus(CLOCK_SKEW)))
                .isEmpty()) {
            throw new BadJWTException("it is over");
        }
        if (told.containsKey("nbf")
                && Proof.time(claims, "nbf")
                        .filter(begin -> !now.isBefore(begin.minus(CLOCK_SKEW)))
                        .isEmpty()) {
            throw new BadJWTException("it does not hold yet");
        }
    }

    /**
     * @param begun when the issuer was asked: the person has signed in since
     * @throws NotProvenException if it proves nothing
     * @throws IssuerAwayException if the issuer's keys cannot be had
     */
    JWTClaimsSet proven(JWT token, String nonce, Instant begun) throws NotProvenException, IssuerAwayException {
        JWTClaimsSet claims = checked(token);
        requireAnswer(claims, nonce);
        requireParty(claims);
        Instant latest = clock.instant().plus(CLOCK_SKEW);
        require(
                Proof.time(claims, "iat")
                        .filter(issued -> !issued.isAfter(latest))
                        .isPresent(),
                "its ID token is of the future");
        Instant signedIn = Proof.signedIn(claims);
        require(
                !signedIn.isBefore(begun.minus(CLOCK_SKEW)) && !signedIn.isAfter(latest),
                "it did not ask for a new sign-in (claim auth_time)");
        return claims;
    }

    private JWTClaimsSet checked(JWT token) throws NotProvenException, IssuerAwayException {
        try {
            return processor.process(token, null);
        } catch (KeySourceException away) {
            throw new IssuerAwayException("its keys cannot be had", away);
        } catch (BadJOSEException | JOSEException bad) {
            throw new NotProvenException("its ID token is not accepted: " + bad.getMessage());
        }
    }

    /** Not by the library, whose complaint would tell the nonce. */
    private static void requireAnswer(JWTClaimsSet claims, String nonce) throws NotProvenException {
        String answered = claims.getClaim("nonce") instanceof String text ? text : "";
        require(
                MessageDigest.isEqual(
                        answered.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8)),
                "its ID token is for another request (claim nonce)");
    }

    private void requireParty(JWTClaimsSet claims) throws NotProvenException {
        Object party = claims.getClaim("azp");
        require(
                party == null ? claims.getAudience().size() == 1 : party.equals(clientId),
                "its ID token is another client's (claim azp)");
    }

    private static void require(boolean holds, String otherwise) throws NotProvenException {
        if (!holds) {
            throw new NotProvenException(otherwise);
        }
    }
}
