package io.devicetrail.identity.stepup;

import com.nimbusds.jwt.JWTClaimsSet;
import io.devicetrail.domain.signature.SignatureComponents;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an issuer has just proved: who it is, and by which components.
 *
 * @param subject that names the person at the issuer
 * @param components as {@link SignatureComponents} names them; what says nothing about a person is left out
 * @param signedIn when the issuer asked for them
 */
record Proof(String subject, List<String> components, Instant signedIn) {
    /** Longest word of a claim {@code amr}, or value of {@code acr}, that is taken. */
    static final int LONGEST_WORD = 100;
    /** Words that are taken. */
    static final int MOST_WORDS = 10;

    /** @throws NotProvenException if the claims name nobody */
    static Proof of(JWTClaimsSet claims, StepUpSettings.Issuer issuer) throws NotProvenException {
        if (!(claims.getClaim(issuer.subject()) instanceof String subject) || subject.isBlank()) {
            throw new NotProvenException("its ID token has no claim " + issuer.subject() + " that names somebody");
        }
        List<String> components = Stream.concat(methods(claims).stream().limit(MOST_WORDS), level(claims, issuer))
                .distinct()
                .toList();
        return new Proof(subject, components, signedIn(claims));
    }

    /** @throws NotProvenException if the issuer does not tell when that was */
    static Instant signedIn(JWTClaimsSet claims) throws NotProvenException {
        return time(claims, "auth_time")
                .orElseThrow(() -> new NotProvenException("it does not tell when you signed in (claim auth_time)"));
    }

    /** In seconds, as RFC 7519 has it; empty if the claim tells none. */
    static Optional<Instant> time(JWTClaimsSet claims, String claim) {
        return claims.toJSONObject().get(claim) instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }

    private static List<String> methods(JWTClaimsSet claims) {
        try {
            List<String> words = claims.getStringListClaim("amr");
            return words == null
                    ? List.of()
                    : words.stream()
                            .filter(word -> !word.startsWith(SignatureComponents.ACR))
                            .filter(SignatureComponents::isOne)
                            .toList();
        } catch (ParseException none) {
            return List.of();
        }
    }

    /** A class says something only where the settings give it a meaning. */
    private static Stream<String> level(JWTClaimsSet claims, StepUpSettings.Issuer issuer) {
        return claims.getClaim("acr") instanceof String level
                ? Stream.of(SignatureComponents.ACR + level)
                        .filter(issuer.stepUp().twoFactors()::contains)
                : Stream.empty();
    }

    /** Whether it is enough for a signature; the first of a series takes two. */
    boolean suffices(StepUpSettings.Issuer issuer, boolean first) {
        return SignatureComponents.ofIssuer(components, issuer.stepUp().twoFactors(), first);
    }

    /** As events name it. */
    String authentication() {
        return String.join("+", components);
    }
}
