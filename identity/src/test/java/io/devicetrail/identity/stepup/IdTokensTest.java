package io.devicetrail.identity.stepup;

import static io.devicetrail.identity.stepup.Elsewhere.BOTH;
import static io.devicetrail.identity.stepup.IssuerOfTests.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import io.devicetrail.identity.stepup.StepUp.Way;
import io.devicetrail.identity.stepup.StepUpReturn.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ID token proves somebody only if everything about it is right. */
@Requirement({"11.200(a)(1)", "11.200(a)(2)"})
class IdTokensTest {
    private final Elsewhere here = new Elsewhere();

    IdTokensTest() throws IOException {}

    @AfterEach
    void close() {
        here.close();
    }

    private static Date at(Elsewhere here, Duration from) {
        return Date.from(here.clock.instant().plus(from));
    }

    private static long seconds(Elsewhere here, Duration from) {
        return here.clock.instant().plus(from).getEpochSecond();
    }

    /** What is wrong with one that is right otherwise. */
    enum Wrong {
        ANOTHER_CLIENTS((here, claims) -> signed(here, claims.audience("portal"))),
        FOR_OTHERS_TOO((here, claims) -> signed(here, claims.audience(List.of(CLIENT, "portal")))),
        OF_ANOTHER_PARTY((here, claims) -> signed(here, claims.claim("azp", "portal"))),
        OF_ANOTHER_ISSUER((here, claims) -> signed(here, claims.issuer(here.lab.address()))),
        FOR_ANOTHER_REQUEST((here, claims) -> signed(here, claims.claim("nonce", BrowserKey.random()))),
        FOR_NO_REQUEST((here, claims) -> signed(here, claims.claim("nonce", null))),
        OVER((here, claims) -> signed(here, claims.expirationTime(at(here, Duration.ofSeconds(-31))))),
        WITHOUT_AN_END((here, claims) -> signed(here, claims.expirationTime(null))),
        OF_THE_FUTURE((here, claims) -> signed(here, claims.issueTime(at(here, Duration.ofSeconds(40))))),
        NOT_TO_BE_USED_YET((here, claims) -> signed(here, claims.notBeforeTime(at(here, Duration.ofSeconds(31))))),
        TO_BE_USED_FROM_NOWHEN((here, claims) -> signed(here, claims.claim("nbf", "now"))),
        OF_NO_TIME((here, claims) -> signed(here, claims.issueTime(null))),
        OF_A_SESSION_THAT_GOES_ON((here, claims) ->
                signed(here, claims.claim("auth_time", seconds(here, Duration.ofMinutes(-5))))),
        OF_A_SIGN_IN_TO_COME((here, claims) ->
                signed(here, claims.claim("auth_time", seconds(here, Duration.ofSeconds(40))))),
        WITHOUT_THE_TIME_OF_SIGN_IN((here, claims) -> signed(here, claims.claim("auth_time", null))),
        WITH_A_TIME_THAT_IS_NONE((here, claims) -> signed(here, claims.claim("auth_time", "now"))),
        OF_NOBODY((here, claims) -> signed(here, claims.subject(null))),
        OF_A_BLANK((here, claims) -> signed(here, claims.subject(" "))),
        WITHOUT_METHODS((here, claims) -> signed(here, claims.claim("amr", null))),
        WITH_METHODS_THAT_ARE_NONE((here, claims) -> signed(here, claims.claim("amr", "pwd otp mfa"))),
        WITH_A_METHOD_OF_OUR_OWN_MAKING((here, claims) -> signed(here, claims.claim("amr", List.of("acr:2")))),
        SIGNED_BY_ANOTHER_KEY((here, claims) -> IssuerOfTests.signed(claims.build(), IssuerOfTests.key())),
        UNSIGNED((here, claims) -> new PlainJWT(claims.build()).serialize()),
        SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET((here, claims) -> {
            try {
                SignedJWT token = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims.build());
                token.sign(new MACSigner(here.plant.key.toPublicJWK().toString()));
                return token.serialize();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        });

        private final BiFunction<Elsewhere, JWTClaimsSet.Builder, String> token;

        Wrong(BiFunction<Elsewhere, JWTClaimsSet.Builder, String> token) {
            this.token = token;
        }

        private static String signed(Elsewhere here, JWTClaimsSet.Builder claims) {
            return IssuerOfTests.signed(claims.build(), here.plant.key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFalseOneSignsNothing(Wrong wrong) throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        Way way = here.step(signing);
        here.clock.advance(Duration.ofSeconds(1));
        URI question = Objects.requireNonNull(way.to());
        String token = wrong.token.apply(here, here.plant.claims(question, "cleo", BOTH));
        assertThat(here.back(new Answer(Elsewhere.state(way), here.plant.code(question, token), null, null)))
                .isInstanceOf(Refused.class);
        assertThat(here.taken).isEmpty();
        Instant later = here.clock.instant();
        assertThat(here.sign(signing, BOTH)).as("the control, at %s", later).isEqualTo(new Signed(signing));
    }

    @Test
    void clocksMayBeApartForAsLongAsItSays() throws Exception {
        here.clock.advance(Duration.ofHours(1));
        Instant now = here.clock.instant();
        Instant begun = now.minusSeconds(60);
        IdTokens tokens = tokens(new JWKSet(here.plant.key.toPublicJWK()));
        assertThat(tokens.proven(ofTimes(now, begun, now.plusSeconds(60)), "n", begun)
                        .getSubject())
                .as("the control")
                .isEqualTo("cleo");
        Duration skew = IdTokens.CLOCK_SKEW;
        Duration more = skew.plusSeconds(1);
        tokens.proven(ofTimes(now.plus(skew), begun.minus(skew), now.minus(skew).plusSeconds(1)), "n", begun);
        tokens.proven(ofTimes(now, now.plus(skew), now.plusSeconds(60)), "n", begun);
        for (SignedJWT wrong : List.of(
                ofTimes(now.plus(more), begun, now.plusSeconds(60)),
                ofTimes(now, begun.minus(more), now.plusSeconds(60)),
                ofTimes(now, now.plus(more), now.plusSeconds(60)),
                ofTimes(now, begun, now.minus(skew)))) {
            assertThatThrownBy(() -> tokens.proven(wrong, "n", begun)).isInstanceOf(NotProvenException.class);
        }
    }

    /** Also where another claim names the person: OpenID Connect Core 2 demands it. */
    @Test
    void oneWithoutASubjectIsNone() {
        Instant now = here.clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder(claims(now, now, now.plusSeconds(60)))
                .subject(null)
                .claim("oid", "o-7")
                .build();
        assertThatThrownBy(() -> tokens(new JWKSet(here.plant.key.toPublicJWK()))
                        .proven(SignedJWT.parse(IssuerOfTests.signed(claims, here.plant.key)), "n", now))
                .isInstanceOf(NotProvenException.class)
                .hasMessageContaining("it needs the claims");
    }

    /** Whatever keys an issuer publishes, also such as nobody should. */
    @Test
    void onlyTheAlgorithmsThatAreNamedAreTaken() throws Exception {
        Instant now = here.clock.instant();
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).keyID("s1").generate();
        IdTokens tokens = tokens(new JWKSet(List.of(rsa, secret)));
        JWTClaimsSet claims = claims(now, now, now.plusSeconds(60));
        for (JWSAlgorithm right : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
            assertThat(tokens.proven(token(right, "r1", new RSASSASigner(rsa), claims), "n", now)
                            .getSubject())
                    .isEqualTo("cleo");
        }
        for (SignedJWT wrong : List.of(
                token(JWSAlgorithm.RS512, "r1", new RSASSASigner(rsa), claims),
                token(JWSAlgorithm.HS256, "s1", new MACSigner(secret), claims))) {
            assertThatThrownBy(() -> tokens.proven(wrong, "n", now)).isInstanceOf(NotProvenException.class);
        }
    }

    @Test
    void keysThatCannotBeHadSayNothingOfTheToken() {
        Instant now = here.clock.instant();
        IdTokens tokens = new IdTokens(
                here.plant.address(),
                CLIENT,
                (selector, context) -> {
                    throw new RemoteKeySourceException("away", new IOException("away"));
                },
                here.clock);
        assertThatThrownBy(() -> tokens.proven(ofTimes(now, now, now.plusSeconds(60)), "n", now))
                .isInstanceOf(IssuerAwayException.class);
    }

    private IdTokens tokens(JWKSet keys) {
        return new IdTokens(here.plant.address(), CLIENT, new ImmutableJWKSet<>(keys), here.clock);
    }

    private SignedJWT ofTimes(Instant issued, Instant signedIn, Instant end) throws Exception {
        return SignedJWT.parse(IssuerOfTests.signed(claims(issued, signedIn, end), here.plant.key));
    }

    private JWTClaimsSet claims(Instant issued, Instant signedIn, Instant end) {
        return new JWTClaimsSet.Builder()
                .issuer(here.plant.address())
                .subject("cleo")
                .audience(CLIENT)
                .claim("nonce", "n")
                .claim("auth_time", signedIn.getEpochSecond())
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(end))
                .build();
    }

    private static SignedJWT token(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
        token.sign(signer);
        return token;
    }
}
