package io.devicetrail.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.AccountsOfTests;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.credential.FactorProbe;
import io.devicetrail.identity.credential.SecretCipher;
import io.devicetrail.identity.keys.TokenKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

class SessionSweepTest {
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(TestDatabase.POOL);
    private final SignInSettings settings = new SignInSettings(
            12,
            null,
            5,
            5,
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            List.of(),
            null);

    /** A test of devices that nobody starts is none. */
    @Test
    @Requirement("11.300(e)")
    void eachSweepTestsSecondFactorsWhateverElseItCannotDo(@TempDir Path home) throws IOException {
        TestDatabase.empty();
        TestDatabase.OWNER.execute("truncate identity.token_keys");
        Files.createDirectories(home.resolve("secrets"));
        JdbcClient jdbc = JdbcClient.create(TestDatabase.POOL);
        JdbcClient away = JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"));
        SessionSweep sweep = new SessionSweep(
                new Sessions(away, transactions, new AccountsOfTests(clock, settings), settings, clock),
                new TokenKeys(home, jdbc, transactions, clock),
                new FactorProbe(jdbc, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock, meters));
        TestDatabase.OWNER.update(
                "insert into identity.credential (person_id, totp_secret) values (gen_random_uuid(), '\\x00')");
        sweep.sweep();
        assertThat(meters.get("devicetrail.sign.in.factors.altered").gauge().value())
                .isEqualTo(1);
    }

    /** The log has them for ever; the rows would else grow with every sign-in there ever was. */
    @Test
    void whatEndedLongAgoIsForgotten() {
        TestDatabase.empty();
        ended(Sessions.KEPT.plusSeconds(1));
        ended(Sessions.KEPT.minusSeconds(1));
        new Sessions(
                        JdbcClient.create(TestDatabase.POOL),
                        transactions,
                        new AccountsOfTests(clock, settings),
                        settings,
                        clock)
                .sweep();
        assertThat(TestDatabase.OWNER.queryForList("select ended_at from identity.session", OffsetDateTime.class))
                .extracting(OffsetDateTime::toInstant)
                .containsExactly(clock.instant().minus(Sessions.KEPT.minusSeconds(1)));
    }

    private void ended(Duration ago) {
        OffsetDateTime at = clock.instant().minus(ago).atOffset(ZoneOffset.UTC);
        TestDatabase.OWNER.update(
                "insert into identity.session (sid, person_id, log_sequence, started_at, last_used_at, ended_at)"
                        + " values (gen_random_uuid(), gen_random_uuid(), 0, ?, ?, ?)",
                at,
                at,
                at);
    }
}
