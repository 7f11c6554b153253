package io.devicetrail.app.instance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.devicetrail.domain.person.PersonId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An OpenID Connect issuer of somebody else's, as far as a resource server sees one: a key set and signed tokens. */
public final class TestIssuer {
    public static final String ADDRESS = "https://issuer.test";
    /** Trusted as well, but its keys cannot be had. */
    public static final String AWAY = "https://issuer-away.test";
    /** The subject that the settings make the first administrator. */
    public static final String ADMINISTRATOR = "platform-administrator";

    private static final Duration LONG = Duration.ofHours(12);
    private static @Nullable TestIssuer shared;

    private final ECKey key;
    private final HttpServer server;

    private TestIssuer() {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, keys.length);
            try (exchange) {
                exchange.getResponseBody().write(keys);
            }
        });
        server.start();
    }

    /** One for all tests of a JVM. */
    public static synchronized TestIssuer shared() {
        TestIssuer running = shared;
        if (running == null) {
            running = new TestIssuer();
            shared = running;
        }
        return running;
    }

    public URI keys() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    /** What an instance is told of it. */
    public Map<String, String> settings() {
        String issuer = "devicetrail.sign-in.issuers.test.";
        String away = "devicetrail.sign-in.issuers.away.";
        String first = "devicetrail.sign-in.first-administrator.";
        return Map.of(
                issuer + "address",
                ADDRESS,
                issuer + "keys",
                keys().toString(),
                away + "address",
                AWAY,
                away + "keys",
                "http://127.0.0.1:9/keys",
                first + "issuer",
                "test",
                first + "subject",
                ADMINISTRATOR,
                first + "printed-name",
                "Petra Platform");
    }

    public static PersonId person(String subject) {
        return PersonId.of(ADDRESS, subject);
    }

    /** That of somebody who signed in with a password and a one-time code. */
    public String token(String subject) {
        return token(subject, claims -> claims);
    }

    /** @param forged what is not as it should be */
    public String token(String subject, UnaryOperator<JWTClaimsSet.Builder> forged) {
        return token(null, subject, forged);
    }

    /**
     * @param type of the header, if it names one
     * @param forged what is not as it should be
     */
    public String token(@Nullable String type, String subject, UnaryOperator<JWTClaimsSet.Builder> forged) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ADDRESS)
                .subject(subject)
                .audience("devicetrail")
                .claim("amr", List.of("pwd", "otp"))
                .claim("scope", "openid profile")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plus(LONG)));
        return signed(type, forged.apply(claims).build(), key);
    }

    /** By a key that the issuer does not have. */
    public static String forged(String subject) {
        try {
            return signed(
                    null,
                    new JWTClaimsSet.Builder()
                            .issuer(ADDRESS)
                            .subject(subject)
                            .audience("devicetrail")
                            .claim("scope", "openid profile")
                            .expirationTime(Date.from(Instant.now().plus(LONG)))
                            .build(),
                    new ECKeyGenerator(Curve.P_256).keyID("k1").generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(@Nullable String type, JWTClaimsSet claims, ECKey with) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(with.getKeyID())
                            .type(type == null ? null : new JOSEObjectType(type))
                            .build(),
                    claims);
            token.sign(new ECDSASigner(with));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
