package io.devicetrail.identity.credential;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.person.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of credentials. Whoever decides on one holds its row's lock, in a transaction of their own. */
@Component
public final class Credentials {
    /** Longest wait for somebody else's decision on the same account. */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    /** Former hashes kept, whatever the policy asks: it may ask for more tomorrow. */
    static final int HASHES_KEPT = 24;

    private final JdbcClient jdbc;
    private final SecretCipher cipher;
    private final Clock clock;

    public Credentials(JdbcClient jdbc, SecretCipher cipher, Clock clock) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * Locks the row until the transaction ends: of guesses at the same account, one is looked at after the other.
     *
     * @return number of the account's newest entry that was taken over; empty if there is no credential
     */
    public OptionalLong lock(PersonId person) {
        jdbc.sql("select set_config('lock_timeout', :timeout, true)")
                .param("timeout", LOCK_TIMEOUT.toMillis() + "ms")
                .query(String.class)
                .single();
        return jdbc.sql("select log_sequence from identity.credential where person_id = :person for update")
                .param("person", person.value())
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /**
     * Takes over what the log has said since the last look. A second factor that was reset opens nothing from then on.
     * Reads none of it, which may be why it was reset.
     *
     * @param sequence of the account's newest entry
     */
    public void takeOver(PersonId person, List<AccountEvent> news, long sequence) {
        for (AccountEvent event : news) {
            if (event instanceof AccountLocked locked) {
                lockUntil(person, locked.until());
            } else if (event instanceof AccountUnlocked) {
                lockUntil(person, null);
            } else if (event instanceof SecondFactorReset) {
                jdbc.sql("update identity.credential set totp_secret = null where person_id = :person")
                        .param("person", person.value())
                        .update();
            }
        }
        jdbc.sql("update identity.credential set log_sequence = :sequence where person_id = :person")
                .param("sequence", sequence)
                .param("person", person.value())
                .update();
    }

    private void lockUntil(PersonId person, @Nullable Instant until) {
        jdbc.sql("update identity.credential set locked_until = :until where person_id = :person")
                .param("until", until == null ? null : time(until), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("person", person.value())
                .update();
    }

    /** As it is now; the caller holds its lock. */
    public Credential read(PersonId person) {
        return jdbc.sql("select * from identity.credential where person_id = :person")
                .param("person", person.value())
                .query((row, number) -> credential(person, row))
                .single();
    }

    /** Counts a code once: false if its step, or a later one, has counted before (RFC 6238, 5.2). */
    public boolean useStep(PersonId person, long step) {
        return jdbc.sql("""
                        update identity.credential set totp_last_step = :step
                         where person_id = :person and (totp_last_step is null or totp_last_step < :step)""").param("step", step).param("person", person.value()).update() == 1;
    }

    /** Keeps a new password, and the one before it in the history. */
    public void setPassword(Credential before, String hash) {
        List<String> previous = Stream.concat(
                        Stream.ofNullable(before.passwordHash()), before.previousHashes().stream())
                .limit(HASHES_KEPT)
                .toList();
        jdbc.sql("""
                        update identity.credential
                           set password_hash = :hash, password_set_at = :now, previous_hashes = :previous
                         where person_id = :person""")
                .param("hash", hash)
                .param("now", time(clock.instant()))
                .param("previous", previous.toArray(String[]::new))
                .param("person", before.person().value())
                .update();
    }

    /** Keeps a second factor; the code that confirmed it has counted. */
    public void enrol(PersonId person, SecondFactor factor, long step) {
        jdbc.sql("update identity.credential set totp_secret = :factor, totp_last_step = :step"
                        + " where person_id = :person")
                .param("factor", cipher.encrypted(person, factor))
                .param("step", step)
                .param("person", person.value())
                .update();
        EnrolledFactors.remember(jdbc, cipher);
    }

    /** Whether the person ever had a password, in force or not. */
    public boolean passwordEverSet(PersonId person) {
        return jdbc.sql("""
                        select exists (select 1 from identity.credential
                                        where person_id = :person and password_hash is not null
                                           or person_id = :person and cardinality(previous_hashes) > 0)""")
                .param("person", person.value())
                .query(Boolean.class)
                .single();
    }

    private Credential credential(PersonId person, ResultSet row) throws SQLException {
        return new Credential(
                person,
                instant(row, "locked_until"),
                row.getString("password_hash"),
                instant(row, "password_set_at"),
                List.of((String[]) row.getArray("previous_hashes").getArray()),
                factor(person, row.getBytes("totp_secret")));
    }

    private @Nullable SecondFactor factor(PersonId person, byte @Nullable [] stored) {
        return stored == null ? null : cipher.decrypted(person, stored);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
