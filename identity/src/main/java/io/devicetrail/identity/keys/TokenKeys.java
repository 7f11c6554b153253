package io.devicetrail.identity.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys that sign tokens, made at the first start. The one in force and the next are both published, so that whoever
 * checks tokens knows the next one long before it signs; the one before stays until no token of it can be valid.
 */
@Component
public class TokenKeys {
    static final String FILE = "token-keys.json";
    /** How long a key signs. */
    static final Duration IN_FORCE = Duration.ofDays(90);
    /** In the order in which they are kept: in force, next, and the one before, if there was one. */
    private static final int MOST = 3;

    /** Until 2030 and beyond (NIST SP 800-57 part 1). */
    private static final int BITS = 3072;

    private static final String SINCE = "since";

    private final SecretFile file;
    private final Clock clock;
    private JWKSet keys;

    public TokenKeys(@Value("${devicetrail.home}") Path home, Clock clock) {
        this.file = new SecretFile(home.resolve("secrets").resolve(FILE));
        this.clock = clock;
        this.keys = file.read().map(TokenKeys::parsed).orElseGet(() -> stored(List.of(fresh(), fresh())));
    }

    /** Those by which tokens can be checked. Holds the private parts: for endpoints that publish the public ones. */
    public synchronized JWKSet all() {
        return keys;
    }

    /** The one that signs. */
    public synchronized JWKSet inForce() {
        return new JWKSet(keys.getKeys().get(0));
    }

    /** Hands over to the next key if the one in force has signed for long enough; asked from time to time. */
    public synchronized void rotateIfDue() {
        Instant since = Instant.parse(String.valueOf(keys.getAdditionalMembers().get(SINCE)));
        if (!clock.instant().isBefore(since.plus(IN_FORCE))) {
            rotate();
        }
    }

    /** Hands over to the next key, and prepares another. */
    public synchronized void rotate() {
        List<JWK> now = keys.getKeys();
        keys = stored(Stream.of(now.get(1), fresh(), now.get(0)).limit(MOST).toList());
    }

    private JWKSet stored(List<JWK> all) {
        JWKSet set = new JWKSet(all, Map.of(SINCE, clock.instant().toString()));
        file.write(set.toString(false).getBytes(StandardCharsets.UTF_8));
        return set;
    }

    private static JWKSet parsed(byte[] stored) {
        try {
            return JWKSet.parse(new String(stored, StandardCharsets.UTF_8));
        } catch (ParseException damaged) {
            // Without the text of the cause: it may hold a piece of the key.
            throw new IllegalStateException("The home's secrets/" + FILE + " is damaged; restore it, or remove it:"
                    + " new keys are made then, and everybody signs in again");
        }
    }

    private static JWK fresh() {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}
