package io.devicetrail.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.devicetrail.app.claims.ClaimedRoles;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.person.PersonId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** What is read of a token before and after its issuer said that it is one. */
class TokensTest {
    private static final String ISSUER = "https://issuer.test";
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final Map<String, Object> claims = new HashMap<>(Map.of("sub", "eve"));
    private @Nullable Instant end = NOW.plusSeconds(60);
    private @Nullable JwtException wrong;
    private int decoded;

    private final Tokens tokens = tokens();

    private Tokens tokens() {
        ApplicationContext context = TestInstance.shared().context();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Keys keys = new Keys(
                context.getBean(ApiKeySecrets.class),
                context.getBean(KnownApiKeys.class),
                clock,
                () -> true,
                new SimpleMeterRegistry());
        return new Tokens(
                new IssuerSettings(Map.of(), null),
                List.of(new OneIssuer()),
                keys,
                context.getBean(ClaimedRoles.class),
                clock);
    }

    @Test
    void whoItIsIsSaidByTheClaimAndByWhatItWasProved() {
        claims.put("amr", List.of("pwd", "otp\nactor: root"));
        SignedIn who = tokens.accept(token(ISSUER));
        assertThat(who.actorId()).isEqualTo(PersonId.of(ISSUER, "eve").toString());
        assertThat(who.methods()).isEqualTo("pwd otp actor: root");
        claims.put("amr", List.of("x".repeat(300)));
        assertThat(tokens.accept(token(ISSUER)).methods()).hasSize(200);
        claims.remove("amr");
        assertThat(tokens.accept(token(ISSUER)).methods()).isEqualTo("oidc");
    }

    @Test
    void whoIsNobodyOrOverIsRefused() {
        for (Object nobody : new Object[] {" ", 7, List.of("eve")}) {
            claims.put("sub", nobody);
            refused(token(ISSUER));
        }
        claims.remove("sub");
        claims.put("other", "eve");
        refused(token(ISSUER));
        claims.put("sub", "eve");
        end = null;
        refused(token(ISSUER));
        end = NOW;
        refused(token(ISSUER));
    }

    @Test
    void ofNoTrustedIssuerOrTooLongItIsShownToNobody() {
        refused(token("https://other.test"));
        refused(token(null));
        refused("no token");
        refused("x".repeat(Tokens.LONGEST + 1));
        refused(new PlainJWT(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .claim("x", "x".repeat(Tokens.LONGEST))
                        .build())
                .serialize());
        assertThat(decoded).isZero();
    }

    @Test
    void keysThatCannotBeHadSayNothingOfTheToken() {
        wrong = new BadJwtException("not signed");
        refused(token(ISSUER));
        wrong = new JwtException("away");
        assertThatThrownBy(() -> tokens.accept(token(ISSUER))).isInstanceOf(NotCheckableException.class);
    }

    private void refused(String token) {
        assertThatThrownBy(() -> tokens.accept(token)).isInstanceOf(InvalidBearerTokenException.class);
    }

    private static String token(@Nullable String issuer) {
        return new PlainJWT(new JWTClaimsSet.Builder().issuer(issuer).build()).serialize();
    }

    /** Says of every token what the test does. */
    private final class OneIssuer implements TrustedIssuer {
        @Override
        public boolean named(String issuer) {
            return issuer.equals(ISSUER);
        }

        @Override
        public String name() {
            return ISSUER;
        }

        @Override
        public JwtDecoder decoder() {
            return token -> {
                decoded++;
                JwtException thrown = wrong;
                if (thrown != null) {
                    throw thrown;
                }
                Jwt.Builder jwt =
                        Jwt.withTokenValue(token).header("alg", "none").claims(all -> all.putAll(claims));
                Instant until = end;
                return (until == null ? jwt : jwt.expiresAt(until)).build();
            };
        }
    }
}
