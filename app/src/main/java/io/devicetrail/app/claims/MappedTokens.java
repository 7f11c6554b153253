package io.devicetrail.app.claims;

import io.devicetrail.domain.person.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which tokens were looked at: each once, one of a person at a time on all nodes, and none that is older than the newest.
 * Kept as hashes, in memory; a restart looks at a token once more.
 */
@Component
class MappedTokens {
    /** Tokens that are known again; of the one that was used longest ago it is forgotten. */
    static final int MOST = 10_000;
    /** People at once: each holds a connection, and the log takes another. */
    static final int AT_ONCE = 4;
    /** Longest wait for one of them to be done. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final Map<String, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    MappedTokens(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    /**
     * Does the work unless it was done for this token, or for a newer one of the person.
     *
     * @param work undone in part if it fails: the next use of the token does what is left
     * @throws MappingAwayException if it could not be done now
     */
    void once(String token, PersonId person, Instant issuedAt, Runnable work) {
        String hash = hash(token);
        if (known(hash)) {
            return;
        }
        boolean turn = false;
        try {
            turn = turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!turn) {
                throw new MappingAwayException("too many tokens are looked at", null);
            }
            transactions.executeWithoutResult(transaction -> {
                if (isNewest(person, issuedAt)) {
                    work.run();
                }
            });
        } catch (DataAccessException | TransactionException away) {
            throw new MappingAwayException("the newest token cannot be asked for", away);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new MappingAwayException("interrupted", stop);
        } finally {
            if (turn) {
                turns.release();
            }
        }
        remember(hash);
    }

    /** Locks the person's row until the work is done. */
    private boolean isNewest(PersonId person, Instant issuedAt) {
        OffsetDateTime at = issuedAt.atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                        insert into identity.mapped_token as newest (person_id, issued_at) values (:person, :at)
                        on conflict (person_id) do update set issued_at = excluded.issued_at
                        where newest.issued_at <= excluded.issued_at""").param("person", person.value()).param("at", at).update() > 0;
    }

    private synchronized boolean known(String hash) {
        return seen.get(hash) != null;
    }

    private synchronized void remember(String hash) {
        seen.put(hash, true);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
