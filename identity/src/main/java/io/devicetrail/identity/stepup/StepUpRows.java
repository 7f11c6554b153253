package io.devicetrail.identity.stepup;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What issuers are asked and have not answered yet: each answer counts once, in the browser that asked. */
@Component
class StepUpRows {
    static final Duration GOOD_FOR = Duration.ofMinutes(10);
    /** Unanswered for one signature. */
    static final int MOST_OF_ONE = 10;
    /** Unanswered in all. */
    static final int MOST = 5_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    StepUpRows(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** What for somebody was sent to their issuer. */
    enum Purpose {
        /** To learn who it is: nothing is signed by it. */
        IDENTIFY,
        /** To give one signature. */
        SIGN
    }

    /** @param issuer address */
    record Asked(String issuer, UUID signing, Purpose purpose, URI redirect, Instant begun) {}

    /** Keeps it for when the answer comes; false if too many have none yet. */
    boolean ask(String state, BrowserKey browser, Asked asked) {
        return Boolean.TRUE.equals(transactions.execute(transaction -> {
            // One after the other: else more than are allowed could wait.
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended('step-up', 0))")
                    .query((row, number) -> true)
                    .single();
            Instant now = clock.instant();
            jdbc.sql("delete from identity.step_up where expires_at <= :now")
                    .param("now", time(now))
                    .update();
            if (open(asked.signing()) >= MOST_OF_ONE || open() >= MOST) {
                return false;
            }
            insert(state, browser, asked, now);
            return true;
        }));
    }

    private int open(UUID signing) {
        return jdbc.sql("select count(*) from identity.step_up where signing_id = :signing and used_at is null")
                .param("signing", signing)
                .query(Integer.class)
                .single();
    }

    private int open() {
        return jdbc.sql("select count(*) from identity.step_up where used_at is null")
                .query(Integer.class)
                .single();
    }

    private void insert(String state, BrowserKey browser, Asked asked, Instant now) {
        jdbc.sql("""
                        insert into identity.step_up (state_hash, browser_hash, issuer, signing_id, purpose,
                                                      redirect_uri, begun_at, expires_at)
                        values (:state, :browser, :issuer, :signing, :purpose, :redirect, :begun, :expires)""")
                .param("state", BrowserKey.hash(state))
                .param("browser", browser.hash())
                .param("issuer", asked.issuer())
                .param("signing", asked.signing())
                .param("purpose", asked.purpose().name())
                .param("redirect", asked.redirect().toString())
                .param("begun", time(asked.begun()))
                .param("expires", time(now.plus(GOOD_FOR)))
                .update();
    }

    /** Once, within its time, and in the browser that was sent; what another brings spends nothing. */
    Optional<Asked> use(String state, BrowserKey browser) {
        return jdbc.sql("""
                        update identity.step_up set used_at = :now
                         where state_hash = :state and browser_hash = :browser
                           and used_at is null and expires_at > :now
                        returning *""")
                .param("now", time(clock.instant()))
                .param("state", BrowserKey.hash(state))
                .param("browser", browser.hash())
                .query(StepUpRows::asked)
                .optional();
    }

    private static Asked asked(ResultSet row, int number) throws SQLException {
        return new Asked(
                row.getString("issuer"),
                row.getObject("signing_id", UUID.class),
                Purpose.valueOf(row.getString("purpose")),
                URI.create(row.getString("redirect_uri")),
                row.getObject("begun_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
