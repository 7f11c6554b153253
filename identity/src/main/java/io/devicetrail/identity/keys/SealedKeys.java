package io.devicetrail.identity.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one set of token keys that all nodes on a database share: in a table, sealed by a key that each node's home has in
 * its secrets. One node at a time changes them.
 */
final class SealedKeys {
    /** What seals; the same in the homes of all nodes. */
    static final String SEAL = "token-keys.key";
    /** Where one node alone kept its keys before; taken over once, and removed. */
    static final String FORMER = "token-keys.json";

    private static final Logger LOG = LoggerFactory.getLogger(SealedKeys.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final SecretFile sealFile;
    private final SecretFile former;
    private final Path secrets;
    private @Nullable KeySeal seal;

    SealedKeys(Path home, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.secrets = home.resolve("secrets");
        this.sealFile = new SecretFile(secrets.resolve(SEAL));
        this.former = new SecretFile(secrets.resolve(FORMER));
    }

    /**
     * Reads the keys while no other node changes them, and keeps what becomes of them if that is something else.
     *
     * @param next of the keys as they are; empty if there are none yet
     */
    synchronized String changed(Function<Optional<String>, String> next) {
        String keys = transactions.execute(transaction -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtext('devicetrail token keys'))")
                    .query((row, number) -> true)
                    .single();
            Optional<String> stored = stored();
            Optional<String> now =
                    stored.isPresent() ? stored : former.read().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            String then = next.apply(now);
            if (stored.isEmpty() || !stored.get().equals(then)) {
                store(then);
            }
            return then;
        });
        former.remove();
        return Objects.requireNonNull(keys);
    }

    private Optional<String> stored() {
        return jdbc.sql("select sealed from identity.token_keys")
                .query((row, number) -> row.getBytes("sealed"))
                .optional()
                .map(this::opened);
    }

    private void store(String keys) {
        jdbc.sql("""
                        insert into identity.token_keys (sealed) values (:sealed)
                        on conflict (single) do update set sealed = excluded.sealed""")
                .param("sealed", sealing().sealed(keys.getBytes(StandardCharsets.UTF_8)))
                .update();
    }

    private String opened(byte[] sealed) {
        byte[] key = sealFile.read().orElseThrow(() -> lost("is missing"));
        try {
            seal = new KeySeal(key);
            return new String(seal.opened(sealed), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException other) {
            // Without the cause: it may hold a piece of the key.
            throw lost("is another installation's");
        }
    }

    private KeySeal sealing() {
        KeySeal known = seal;
        if (known == null) {
            byte[] key = sealFile.read().orElseGet(() -> {
                byte[] fresh = KeySeal.newKey();
                sealFile.write(fresh);
                return fresh;
            });
            known = new KeySeal(key);
            seal = known;
        }
        return known;
    }

    private IllegalStateException lost(String what) {
        String message =
                "The keys that sign tokens are sealed in the database, and " + secrets.resolve(SEAL) + " " + what
                        + ": copy it from the home of another node on this database, or from its backup. If it is lost for"
                        + " good, have the database's owner delete the row of identity.token_keys, and start again: new keys are"
                        + " made then, and every token is void";
        LOG.error(message);
        return new IllegalStateException(message);
    }
}
