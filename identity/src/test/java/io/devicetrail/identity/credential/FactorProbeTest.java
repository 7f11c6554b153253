package io.devicetrail.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether second factors are as they were enrolled is looked at, not found out by whoever cannot sign in. */
class FactorProbeTest {
    private final SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES]);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final FactorProbe probe = new FactorProbe(JdbcClient.create(TestDatabase.POOL), cipher, clock, meters);

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @Test
    @Requirement("11.300(e)")
    void alteredAndSwappedFactorsAreNamedAndCounted() {
        enrolled("ada");
        enrolled("bob");
        enrolled("cy");
        enrolled("dee");
        assertThat(probe.run()).isEmpty();

        // One bit of Ada's; Bob gets Cy's, with which Cy could sign in as Bob.
        TestDatabase.OWNER.update(
                "update identity.credential set totp_secret = set_byte(totp_secret, 20, get_byte(totp_secret, 20) # 1)"
                        + " where person_id = ?",
                person("ada").value());
        TestDatabase.OWNER.update(
                "update identity.credential set totp_secret ="
                        + " (select totp_secret from identity.credential where person_id = ?) where person_id = ?",
                person("cy").value(),
                person("bob").value());

        assertThat(probe.run()).containsExactlyInAnyOrder(person("ada"), person("bob"));
        assertThat(altered()).isEqualTo(2);
    }

    /** Each is looked at, however many there are. */
    @Test
    @Requirement("11.300(e)")
    void noneIsLeftOut() {
        TestDatabase.OWNER.update(
                "insert into identity.credential (person_id, totp_secret)"
                        + " select gen_random_uuid(), '\\x00' from generate_series(1, ?)",
                FactorProbe.PAGE + 1);
        assertThat(probe.run()).hasSize(FactorProbe.PAGE + 1).doesNotHaveDuplicates();
    }

    @Test
    void itIsDueAtTheStartAndOnceADay() {
        probe.runIfDue();
        enrolled("ada");
        TestDatabase.OWNER.update("update identity.credential set totp_secret = '\\x00'");

        clock.advance(FactorProbe.EVERY.minusSeconds(1));
        probe.runIfDue();
        assertThat(altered()).isZero();
        clock.advance(java.time.Duration.ofSeconds(1));
        probe.runIfDue();
        assertThat(altered()).isEqualTo(1);
    }

    private double altered() {
        return meters.get("devicetrail.sign.in.factors.altered").gauge().value();
    }

    private void enrolled(String name) {
        TestDatabase.OWNER.update(
                "insert into identity.credential (person_id, totp_secret) values (?, ?)",
                person(name).value(),
                cipher.encrypted(person(name), SecondFactor.random()));
    }

    private static PersonId person(String name) {
        return PersonId.of(PersonId.LOCAL, name);
    }
}
