package io.devicetrail.identity.credential;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.TestDatabase;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class EnrolledFactorsTest {
    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.POOL);
    private final SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES]);

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @Test
    void anotherKeyThanThatOfTheDatabaseIsRefusedAndNamesTheMend() {
        SecretCipher other = other();
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, other)).doesNotThrowAnyException();
        enrolled("ada", cipher);
        assertThatThrownBy(() -> EnrolledFactors.requireReadable(jdbc, other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restore the home's secrets/second-factors.key");
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, cipher)).doesNotThrowAnyException();
    }

    @Test
    void oneRowThatWasChangedKeepsNoInstanceFromStarting() {
        enrolled("ada", cipher);
        enrolled("bob", cipher);
        TestDatabase.OWNER.update(
                "update identity.credential set totp_secret = '\\x00' where person_id = ?",
                PersonId.of(PersonId.LOCAL, "ada").value());
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, cipher)).doesNotThrowAnyException();
    }

    /** Else whoever changes the one row there is keeps the whole installation from starting, as if its key were lost. */
    @Test
    void theOnlyRowThatWasChangedIsNoLostKey() {
        enrolled("ada", cipher);
        EnrolledFactors.requireReadable(jdbc, cipher);
        altered();
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, cipher)).doesNotThrowAnyException();
        assertThatThrownBy(() -> EnrolledFactors.requireReadable(jdbc, other()))
                .as("a key that is another")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoEnrolsShowsTheKeyBeforeTheNextStart() {
        PersonId ada = PersonId.of(PersonId.LOCAL, "ada");
        TestDatabase.OWNER.update("insert into identity.credential (person_id) values (?)", ada.value());
        new Credentials(jdbc, cipher, Clock.systemUTC()).enrol(ada, SecondFactor.random(), 1);
        altered();
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, cipher)).doesNotThrowAnyException();
    }

    /** It is no second factor, and what is in its place but not by the key shows nothing. */
    @Test
    void whatShowsTheKeyIsWrittenAnewIfItWasChanged() {
        enrolled("ada", cipher);
        EnrolledFactors.requireReadable(jdbc, cipher);
        TestDatabase.OWNER.update("update identity.factor_key set sealed = '\\x00'");
        EnrolledFactors.requireReadable(jdbc, cipher);
        altered();
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, cipher)).doesNotThrowAnyException();
        TestDatabase.OWNER.update("update identity.factor_key set sealed = '\\x00'");
        assertThatThrownBy(() -> EnrolledFactors.requireReadable(jdbc, cipher))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Without anybody who has enrolled nothing is lost with a key. */
    @Test
    void anotherKeyIsTakenWhereNobodyHasEnrolled() {
        enrolled("ada", cipher);
        EnrolledFactors.requireReadable(jdbc, cipher);
        TestDatabase.OWNER.update("update identity.credential set totp_secret = null");
        assertThatCode(() -> EnrolledFactors.requireReadable(jdbc, other())).doesNotThrowAnyException();
    }

    private static void altered() {
        TestDatabase.OWNER.update("update identity.credential set totp_secret = '\\x00'");
    }

    private static SecretCipher other() {
        byte[] fresh = new byte[SecretCipher.KEY_BYTES];
        fresh[0] = 1;
        return new SecretCipher(fresh);
    }

    private static void enrolled(String name, SecretCipher by) {
        PersonId person = PersonId.of(PersonId.LOCAL, name);
        TestDatabase.OWNER.update(
                "insert into identity.credential (person_id, totp_secret) values (?, ?)",
                person.value(),
                by.encrypted(person, SecondFactor.random()));
    }
}
