package io.devicetrail.identity.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The keys that sign tokens, made at the first start, the same on all nodes of a database. The one in force and the next
 * are both published, so that whoever checks tokens knows the next one long before it signs; the one before stays until no
 * token of it can be valid.
 */
@Component
public class TokenKeys {
    /** How long a key signs. */
    static final Duration IN_FORCE = Duration.ofDays(90);
    /** In the order in which they are kept: in force, next, and the one before, if there was one. */
    private static final int MOST = 3;

    /** Until 2030 and beyond (NIST SP 800-57 part 1). */
    private static final int BITS = 3072;

    private static final String SINCE = "since";

    private final SealedKeys stored;
    private final Clock clock;
    private volatile JWKSet keys;

    public TokenKeys(
            @Value("${devicetrail.home}") Path home,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.stored = new SealedKeys(home, jdbc, transactions);
        this.clock = clock;
        this.keys = changed(now -> now);
    }

    /** Those by which tokens can be checked. Holds the private parts: for endpoints that publish the public ones. */
    public JWKSet all() {
        return keys;
    }

    /** The one that signs. */
    public JWKSet inForce() {
        return new JWKSet(keys.getKeys().get(0));
    }

    /**
     * Takes over what another node changed, and hands over to the next key if the one in force has signed for long enough;
     * asked from time to time.
     */
    public void rotateIfDue() {
        keys = changed(now -> due(now) ? rotated(now) : now);
    }

    /** Hands over to the next key, and prepares another. */
    public void rotate() {
        keys = changed(this::rotated);
    }

    private JWKSet changed(UnaryOperator<JWKSet> change) {
        return parsed(stored.changed(text -> {
            if (text.isEmpty()) {
                return set(List.of(fresh(), fresh())).toString(false);
            }
            JWKSet now = parsed(text.get());
            JWKSet next = change.apply(now);
            return next.equals(now) ? text.get() : next.toString(false);
        }));
    }

    private boolean due(JWKSet now) {
        Instant since = Instant.parse(String.valueOf(now.getAdditionalMembers().get(SINCE)));
        return !clock.instant().isBefore(since.plus(IN_FORCE));
    }

    private JWKSet rotated(JWKSet now) {
        List<JWK> each = now.getKeys();
        return set(Stream.of(each.get(1), fresh(), each.get(0)).limit(MOST).toList());
    }

    private JWKSet set(List<JWK> all) {
        return new JWKSet(all, Map.of(SINCE, clock.instant().toString()));
    }

    private static JWKSet parsed(String stored) {
        try {
            return JWKSet.parse(stored);
        } catch (ParseException damaged) {
            // Without the text of the cause: it may hold a piece of the key.
            throw new IllegalStateException("The keys that sign tokens are damaged: restore the database, or"
                    + " secrets/" + SealedKeys.FORMER
                    + " if there is one. If they are lost for good, remove that file, and"
                    + " have the database's owner delete the row of identity.token_keys: new keys are made then, and every"
                    + " token is void");
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
