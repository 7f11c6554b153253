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
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An OpenID Connect issuer of somebody else's at which one can sign: it asks whom a test says for their proofs. */
public final class SigningIssuer {
    public static final String NAME = "plant";

    private static final String CLIENT = "devicetrail-signing";
    private static @Nullable SigningIssuer shared;

    private final ECKey key;
    private final HttpServer server;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    /** Nobody types two passwords within a second; tests do. */
    private final AtomicLong lastSignIn = new AtomicLong();

    private record Grant(Map<String, String> question, String idToken) {}

    private SigningIssuer() {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration", exchange -> send(exchange, 200, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
                 "authorization_response_iss_parameter_supported": true}""".formatted(address())));
        server.createContext("/keys", exchange -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    /** One for all tests of a JVM. */
    public static synchronized SigningIssuer shared() {
        SigningIssuer running = shared;
        if (running == null) {
            running = new SigningIssuer();
            shared = running;
        }
        return running;
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What an instance is told of it. */
    public Map<String, String> settings() {
        String issuer = "devicetrail.sign-in.issuers." + NAME + ".";
        return Map.of(issuer + "address", address(), issuer + "client-id", CLIENT);
    }

    /** An access token for the API, typed by RFC 9068. */
    public String token(String subject) {
        return signed(
                new JOSEObjectType("at+jwt"),
                new JWTClaimsSet.Builder()
                        .issuer(address())
                        .subject(subject)
                        .audience("devicetrail")
                        .claim("amr", List.of("pwd"))
                        .issueTime(new Date())
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                        .build());
    }

    /**
     * Somebody signs in, in a browser that was sent there.
     *
     * @return where the browser is sent back to
     */
    public URI signIn(URI question, String subject, String... methods) {
        Map<String, String> asked = parameters(question.getRawQuery());
        if (!"login".equals(asked.get("prompt")) || !"0".equals(asked.get("max_age"))) {
            throw new AssertionError("no new sign-in was asked for: " + question);
        }
        long now = Instant.now().getEpochSecond();
        String code = UUID.randomUUID().toString();
        grants.put(
                code,
                new Grant(
                        asked,
                        signed(
                                JOSEObjectType.JWT,
                                new JWTClaimsSet.Builder()
                                        .issuer(address())
                                        .subject(subject)
                                        .audience(CLIENT)
                                        .claim("nonce", asked.get("nonce"))
                                        .claim("amr", List.of(methods))
                                        .claim("auth_time", lastSignIn.updateAndGet(last -> Math.max(last + 1, now)))
                                        .issueTime(new Date())
                                        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
                                        .build())));
        return URI.create(asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state") + "&iss="
                + URLEncoder.encode(address(), StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        boolean fits = grant != null
                && challenge(form.getOrDefault("code_verifier", ""))
                        .equals(grant.question().get("code_challenge"))
                && String.valueOf(form.get("redirect_uri"))
                        .equals(grant.question().get("redirect_uri"));
        if (grant == null || !fits) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        send(
                exchange,
                200,
                "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \"" + grant.idToken() + "\"}");
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException everywhere) {
            throw new IllegalStateException(everywhere);
        }
    }

    private String signed(JOSEObjectType type, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .type(type)
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
