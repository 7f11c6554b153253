package io.devicetrail.identity.credential;

import io.devicetrail.domain.account.SignInSecrets;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.SignInSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Secrets for one use, told to a person by whoever issued them. Random enough that a plain hash hides them. */
@Component
public final class OneTimeSecrets implements SignInSecrets {
    /** 120 bits, 24 letters and digits. */
    private static final int BYTES = 15;

    private static final int GROUP = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final SignInSettings settings;
    private final Clock clock;

    public OneTimeSecrets(
            JdbcClient jdbc, PlatformTransactionManager transactions, SignInSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public IssuedSecret prepare(PersonId person) {
        Instant now = clock.instant();
        jdbc.sql("delete from identity.sign_in_secret where expires_at <= :now")
                .param("now", time(now))
                .update();
        UUID id = UUID.randomUUID();
        String secret = random();
        Instant expiresAt = now.plus(settings.secretFor());
        jdbc.sql("""
                        insert into identity.sign_in_secret (id, person_id, hash, expires_at)
                        values (:id, :person, :hash, :expires)""")
                .param("id", id)
                .param("person", person.value())
                .param("hash", hash(secret))
                .param("expires", time(expiresAt))
                .update();
        return new IssuedSecret(id, secret, expiresAt);
    }

    /** A password counts no more from then on: it was lost, or somebody else knows it (21 CFR 11.300(c)). */
    @Override
    public void activate(UUID secret) {
        transactions.executeWithoutResult(transaction -> {
            UUID person = jdbc.sql("select person_id from identity.sign_in_secret where id = :id and expires_at > :now")
                    .param("id", secret)
                    .param("now", time(clock.instant()))
                    .query(UUID.class)
                    .optional()
                    .orElseThrow(() -> new IllegalStateException("The sign-in secret is not there, or has expired"));
            // Also the lock under which a sign-in decides.
            jdbc.sql("insert into identity.credential (person_id) values (:person) on conflict do nothing")
                    .param("person", person)
                    .update();
            jdbc.sql("select 1 from identity.credential where person_id = :person for update")
                    .param("person", person)
                    .query(Integer.class)
                    .single();
            boolean first = jdbc.sql("select not active from identity.sign_in_secret where id = :id")
                    .param("id", secret)
                    .query(Boolean.class)
                    .optional()
                    .orElse(false);
            if (first) {
                putInForce(secret, person);
            }
        });
    }

    private void putInForce(UUID secret, UUID person) {
        jdbc.sql("delete from identity.sign_in_secret where person_id = :person and active")
                .param("person", person)
                .update();
        jdbc.sql("update identity.sign_in_secret set active = true where id = :id")
                .param("id", secret)
                .update();
        jdbc.sql("""
                        update identity.credential
                           set previous_hashes = array_prepend(password_hash, previous_hashes),
                               password_hash = null, password_set_at = null
                         where person_id = :person and password_hash is not null""").param("person", person).update();
    }

    @Override
    public void forget(UUID secret) {
        jdbc.sql("delete from identity.sign_in_secret where id = :id and not active")
                .param("id", secret)
                .update();
    }

    /** Whether this is the person's secret in force, and still good. */
    public boolean opens(PersonId person, String secret) {
        byte[] given = hash(secret).getBytes(StandardCharsets.US_ASCII);
        return jdbc.sql("""
                        select hash from identity.sign_in_secret
                         where person_id = :person and active and expires_at > :now""")
                .param("person", person.value())
                .param("now", time(clock.instant()))
                .query(String.class)
                .optional()
                .filter(hash -> MessageDigest.isEqual(given, hash.getBytes(StandardCharsets.US_ASCII)))
                .isPresent();
    }

    /** Whether one is in force and still good. */
    public boolean waits(PersonId person) {
        return jdbc.sql("""
                        select exists (select 1 from identity.sign_in_secret
                                        where person_id = :person and active and expires_at > :now)""")
                .param("person", person.value())
                .param("now", time(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** It has done its work, or another took its place. */
    public void spend(PersonId person) {
        jdbc.sql("delete from identity.sign_in_secret where person_id = :person")
                .param("person", person.value())
                .update();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base32.of(bytes).replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }

    /** However it was typed. */
    private static String hash(String secret) {
        String plain = secret.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
