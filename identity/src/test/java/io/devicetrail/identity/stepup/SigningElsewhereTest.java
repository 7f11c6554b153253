package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.SecretCipher;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.signing.SignatureLog;
import io.devicetrail.identity.signing.SignatureLog.RefusedException;
import io.devicetrail.identity.signing.SigningSessions;
import io.devicetrail.identity.signing.SigningSettings;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

@Requirement("11.200(a)(1)")
class SigningElsewhereTest {
    private static final String BEFORE = "0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01";
    private static final String NOW = "0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c02";
    private static final Origin ORIGIN = new Origin("192.0.2.7", "test/1");

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final PersonId eve = PersonId.of("https://issuer.test", "eve");
    private final Proven who = new Proven(eve, "Eve", "pwd+otp", ORIGIN);
    private final Proof proof = new Proof("eve", List.of("pwd", "otp"), clock.instant());
    private final Set<Asked> signed = new HashSet<>();
    private final SignatureLog log = (asked, signer, session, components) -> {
        if (!signed.add(asked)) {
            throw new RefusedException("ALREADY_SIGNED", "again");
        }
    };
    private final PendingSignatures pending;
    private final SigningElsewhere signing;

    SigningElsewhereTest() {
        TestDatabase.empty();
        JdbcClient jdbc = JdbcClient.create(TestDatabase.POOL);
        Credentials credentials = new Credentials(jdbc, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock);
        SignInSettings settings = new SignInSettings(
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
        pending = new PendingSignatures(
                jdbc,
                new JdbcTransactionManager(TestDatabase.POOL),
                credentials,
                settings,
                new StepUpSettings(Map.of()),
                clock);
        signing = new SigningElsewhere(
                pending, new SigningSessions(jdbc, new SigningSettings(Duration.ofMinutes(5)), clock), log);
    }

    /** Else the log would have a session that begins with one component. */
    @Test
    void whatTheLogHadAlreadyBeginsNoSeries() {
        Asked same = approval(eve);
        UUID first = asked(same);
        UUID again = asked(same);
        assertThat(signing.give(first, who, BEFORE, proof)).isEqualTo(new Signed(first));
        assertThat(signing.takesTwo(BEFORE, ORIGIN)).as("the control").isFalse();
        assertThat(signing.give(again, who, NOW, proof)).isEqualTo(new Signed(again));
        assertThat(pending.of(eve, again).orElseThrow().state()).isEqualTo(State.SIGNED);
        assertThat(signing.takesTwo(NOW, ORIGIN)).isTrue();
    }

    @Test
    void whatWasGivenOrNotInTimeIsNotGiven() {
        UUID given = asked(approval(eve));
        assertThat(signing.give(given, who, NOW, proof)).isEqualTo(new Signed(given));
        signed.clear();
        assertThat(signing.give(given, who, NOW, proof))
                .isEqualTo(new Refused(given, "This signature was given already."));
        UUID late = asked(approval(eve));
        clock.advance(Duration.ofMinutes(10));
        assertThat(signing.give(late, who, NOW, proof))
                .isEqualTo(new Refused(late, "This signature was not given in time; ask for it again."));
        assertThat(signed).as("the log was not asked").isEmpty();
    }

    @Test
    @Requirement("11.100(a)")
    void anothersIsNotGiven() {
        UUID fays = asked(approval(PersonId.of("https://issuer.test", "fay")));
        assertThat(signing.give(fays, who, NOW, proof)).isInstanceOf(Refused.class);
        assertThat(signed).isEmpty();
        assertThat(signing.takesTwo(NOW, ORIGIN)).isTrue();
    }

    private static Asked approval(PersonId signer) {
        Version version = new Version(
                SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, 1).toString()),
                new TenantId("acme"),
                null,
                42,
                "0".repeat(64));
        return new Asked(signer, version, SignatureMeaning.APPROVAL, "reviewed");
    }

    private UUID asked(Asked what) {
        UUID id = UUID.randomUUID();
        pending.ask(id, what);
        return id;
    }
}
