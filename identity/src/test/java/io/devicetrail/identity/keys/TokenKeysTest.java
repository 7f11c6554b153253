package io.devicetrail.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpServer;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The keys change without a restart, on all nodes, and nobody who checks tokens notices. */
class TokenKeysTest {
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final AtomicInteger fetches = new AtomicInteger();

    @TempDir
    private Path home;

    private HttpServer server;
    private final AtomicReference<@Nullable TokenKeys> published = new AtomicReference<>();

    @BeforeEach
    void start() throws IOException {
        TestDatabase.OWNER.execute("truncate identity.token_keys");
        Files.createDirectories(home.resolve("secrets"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] keys = Objects.requireNonNull(published.get())
                    .all()
                    .toPublicJWKSet()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            try (exchange) {
                exchange.getResponseBody().write(keys);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private TokenKeys node(Path itsHome) {
        return new TokenKeys(
                itsHome, JdbcClient.create(TestDatabase.POOL), new JdbcTransactionManager(TestDatabase.POOL), clock);
    }

    /** As clients do: the key set is fetched once and kept. */
    private DefaultJWTProcessor<SecurityContext> client() throws IOException {
        URL keys = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys")
                .toURL();
        DefaultJWTProcessor<SecurityContext> client = new DefaultJWTProcessor<>();
        client.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.create(keys).cacheForever().rateLimited(false).build()));
        return client;
    }

    private static String token(TokenKeys keys) throws JOSEException {
        JWK key = keys.inForce().getKeys().get(0);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder().subject("ada").build());
        token.sign(new RSASSASigner(key.toRSAKey()));
        return token.serialize();
    }

    @Test
    @Requirement("11.300(d)")
    void aClientThatKeepsTheKeySetNoticesNoChangeOfKeys() throws Exception {
        TokenKeys keys = node(home);
        published.set(keys);
        DefaultJWTProcessor<SecurityContext> client = client();
        String before = token(keys);
        client.process(before, null);
        clock.advance(TokenKeys.IN_FORCE.minusSeconds(1));
        keys.rotateIfDue();
        assertThat(keyOf(token(keys))).isEqualTo(keyOf(before));
        clock.advance(Duration.ofSeconds(1));
        keys.rotateIfDue();
        String after = token(keys);
        assertThat(keyOf(after)).isNotEqualTo(keyOf(before));
        client.process(after, null);
        client.process(before, null);
        assertThat(fetches).as("of the key set").hasValue(1);
        client().process(before, null);

        clock.advance(TokenKeys.IN_FORCE);
        keys.rotateIfDue();
        DefaultJWTProcessor<SecurityContext> newcomer = client();
        newcomer.process(after, null);
        assertThatThrownBy(() -> newcomer.process(before, null)).isInstanceOf(BadJOSEException.class);
    }

    @Test
    void allNodesOfADatabaseSignByTheSameKeysAndOneChangesThem(@TempDir Path second) throws Exception {
        TokenKeys one = node(home);
        Files.createDirectories(second.resolve("secrets"));
        Files.copy(seal(home), seal(second));
        TokenKeys other = node(second);
        assertThat(other.all().toString(false)).isEqualTo(one.all().toString(false));
        clock.advance(TokenKeys.IN_FORCE);
        one.rotateIfDue();
        other.rotateIfDue();
        assertThat(other.all().toString(false))
                .as("changed once")
                .isEqualTo(one.all().toString(false));
        assertThat(node(home).inForce().toString()).isEqualTo(one.inForce().toString());
    }

    @Test
    void aNodeWithoutTheSealSaysWhatIsMissing(@TempDir Path second) throws Exception {
        node(home);
        Files.createDirectories(second.resolve("secrets"));
        assertThatThrownBy(() -> node(second))
                .hasMessageContaining(seal(second) + " is missing: copy it from the home of another node");
        Files.write(seal(second), new byte[KeySeal.KEY_BYTES]);
        assertThatThrownBy(() -> node(second)).hasMessageContaining("is another installation's");
    }

    @Test
    void theKeysOfAHomeAreTakenOver() throws Exception {
        TokenKeys keys = node(home);
        String before = keys.all().toString(false);
        TestDatabase.OWNER.execute("truncate identity.token_keys");
        Path former = home.resolve("secrets").resolve(SealedKeys.FORMER);
        Files.writeString(former, before);
        TokenKeys taken = node(home);
        assertThat(taken.inForce().toString()).isEqualTo(keys.inForce().toString());
        assertThat(former).doesNotExist();
        assertThat(node(home).inForce().toString()).isEqualTo(keys.inForce().toString());
    }

    @Test
    @Requirement("11.300(d)")
    void theDatabaseAloneSignsNothing() {
        TokenKeys keys = node(home);
        Map<String, Object> row =
                TestDatabase.OWNER.queryForMap("select encode(sealed, 'escape') as sealed from identity.token_keys");
        assertThat(row.toString())
                .doesNotContain("\"kty\"")
                .doesNotContain(keys.inForce().getKeys().get(0).getKeyID());
    }

    private static Path seal(Path home) {
        return home.resolve("secrets").resolve(SealedKeys.SEAL);
    }

    private static String keyOf(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
