package io.devicetrail.identity.credential;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.TestDatabase;
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
        byte[] fresh = new byte[SecretCipher.KEY_BYTES];
        fresh[0] = 1;
        SecretCipher other = new SecretCipher(fresh);
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

    private static void enrolled(String name, SecretCipher by) {
        PersonId person = PersonId.of(PersonId.LOCAL, name);
        TestDatabase.OWNER.update(
                "insert into identity.credential (person_id, totp_secret) values (?, ?)",
                person.value(),
                by.encrypted(person, SecondFactor.random()));
    }
}
