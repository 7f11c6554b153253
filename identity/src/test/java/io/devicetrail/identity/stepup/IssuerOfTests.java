package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An OpenID Connect issuer over real HTTP, which holds clients to PKCE and gives what tokens a test wants. */
final class IssuerOfTests implements AutoCloseable {
    static final String CLIENT = "devicetrail-signing";

    final ECKey key = key();
    private final HttpServer server;
    private final Clock clock;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    volatile boolean tellsItself;
    /** What becomes of the discovery document on its way. */
    volatile UnaryOperator<String> told = document -> document;

    volatile int discoveryStatus = 200;
    volatile boolean withoutIdToken;
    /** Whoever redeems a code waits for it; null for nobody. */
    volatile @Nullable CountDownLatch held;

    final AtomicInteger discoveries = new AtomicInteger();
    final AtomicInteger keysAsked = new AtomicInteger();
    final AtomicInteger codesShown = new AtomicInteger();
    /** What the token end answers instead; null for what it should. */
    volatile @Nullable String redirectTokensTo;

    volatile int padding;
    volatile String authorization = "";
    volatile Map<String, String> lastForm = Map.of();

    private record Grant(Map<String, String> question, String idToken) {}

    IssuerOfTests(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", exchange -> {
            discoveries.incrementAndGet();
            send(exchange, discoveryStatus, told.apply(discovery()));
        });
        server.createContext("/keys", exchange -> {
            keysAsked.incrementAndGet();
            send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
        });
        server.createContext("/token", this::token);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String discovery() {
        return """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["ES256"],
                 "authorization_response_iss_parameter_supported": %2$s}""".formatted(address(), tellsItself);
    }

    /** What somebody proved in their browser, where it was sent with a question. */
    JWTClaimsSet.Builder claims(URI question, String subject, String... methods) {
        Map<String, String> asked = parameters(question.getRawQuery());
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .subject(subject)
                .audience(CLIENT)
                .claim("nonce", asked.get("nonce"))
                .claim("amr", List.of(methods))
                .claim("auth_time", clock.instant().getEpochSecond())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))));
    }

    /** A code for a token with those claims. */
    String code(URI question, JWTClaimsSet claims) {
        return code(question, signed(claims, key));
    }

    String code(URI question, String idToken) {
        Map<String, String> asked = parameters(question.getRawQuery());
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", CLIENT)
                .containsEntry("prompt", "login")
                .containsEntry("max_age", "0")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(asked.get("scope")).contains("openid", "profile");
        String code = UUID.randomUUID().toString();
        grants.put(code, new Grant(asked, idToken));
        return code;
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        lastForm = form;
        codesShown.incrementAndGet();
        waitUntilFree();
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String elsewhere = redirectTokensTo;
        if (elsewhere != null) {
            exchange.getResponseHeaders().add("Location", elsewhere);
            send(exchange, 307, "");
            return;
        }
        Grant grant = grants.remove(form.getOrDefault("code", ""));
        if (grant == null
                || !challenge(form.getOrDefault("code_verifier", ""))
                        .equals(grant.question().get("code_challenge"))
                || !String.valueOf(grant.question().get("redirect_uri")).equals(form.get("redirect_uri"))) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        send(
                exchange,
                200,
                "{\"access_token\": \"a\", \"token_type\": \"Bearer\""
                        + (withoutIdToken ? "" : ", \"id_token\": \"" + grant.idToken() + "\"") + "}"
                        + " ".repeat(padding));
    }

    private void waitUntilFree() {
        CountDownLatch latch = held;
        try {
            if (latch != null && !latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    static String signed(JWTClaimsSet claims, ECKey with) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(with.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(with));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts.length == 1 ? "" : parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(BrowserKey.hash(verifier));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
