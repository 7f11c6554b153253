package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.REQUEST;
import static io.devicetrail.commandside.signature.Records.SECOND_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountEvent.SignedInElsewhere;
import io.devicetrail.domain.account.AccountEvent.SignedOut;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureSeal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check of signatures makes of the entry by which an outside issuer's person could sign, and of false ones. */
@Requirement({"11.70", "11.200(a)(1)"})
class SignatureAttackElsewhereTest {
    private static final String ISSUER = "https://login.example.com";
    private static final PersonId CLEO = PersonId.of(ISSUER, "4711");
    private static final String SESSION = "0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c03";

    private final Records log = Records.unsigned();

    /** Each is one false entry, or one that is missing, in a log that holds otherwise. */
    enum Attack {
        NEVER_SIGNED_IN(t -> {}, Finding.NOT_SIGNED_IN),
        BY_ANOTHER_ISSUER(t -> t.in(CLEO, SESSION, "https://evil.example.com", List.of()), Finding.NOT_SIGNED_IN),
        BY_OURSELVES(t -> t.in(CLEO, SESSION, PersonId.LOCAL, List.of()), Finding.NOT_SIGNED_IN),
        AS_IF_WITH_AN_ACCOUNT_HERE(
                t -> t.log.append(
                        AccountId.of(CLEO).toString(),
                        new SignedIn(AccountId.of(CLEO), CLEO, SESSION, List.of("pwd", "otp")),
                        Records.meta("installation", CLEO, "Cleo P.")),
                Finding.NOT_SIGNED_IN),
        SOMEBODY_ELSE(t -> t.in(Records.ADA, SESSION, ISSUER, List.of()), Finding.NOT_SIGNED_IN),
        IN_ANOTHER_SESSION(t -> t.in(CLEO, new UUID(1, 2).toString(), ISSUER, List.of()), Finding.NOT_SIGNED_IN),
        SIGNED_OUT_BEFORE(
                t -> {
                    t.in(CLEO, SESSION, ISSUER, List.of());
                    t.log.append(
                            AccountId.of(CLEO).toString(),
                            new SignedOut(AccountId.of(CLEO), CLEO, SESSION, "idle"),
                            Records.meta("installation", CLEO, "Cleo P."));
                },
                Finding.NOT_SIGNED_IN),
        BY_ONE_WORD_THAT_STOOD_FOR_ONE(t -> t.in(CLEO, SESSION, ISSUER, List.of("otp")), Finding.PROOF_MISSING);

        private final Consumer<SignatureAttackElsewhereTest> deed;
        private final Finding finding;

        Attack(Consumer<SignatureAttackElsewhereTest> deed, Finding finding) {
            this.deed = deed;
            this.finding = finding;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFalseSignInVouchesForNobody(Attack attack) {
        registered();
        attack.deed.accept(this);
        assertThat(signed(FIRST_VERSION, "pwd", "acr:2")).isEqualTo(attack.finding);
    }

    /** The control, with each way of two components, and one at a later signature. */
    @ParameterizedTest
    @ValueSource(strings = {"pwd+otp", "mfa", "pwd+acr:2", "fpt+hwk"})
    void anHonestOneHolds(String two) {
        registered();
        in(CLEO, SESSION, ISSUER, List.of("acr:2"));
        assertThat(signed(FIRST_VERSION, two.split("\\+"))).isEqualTo(Finding.GOOD);
        assertThat(signed(SECOND_VERSION, "hwk")).isEqualTo(Finding.GOOD);
        assertThat(signed(REQUEST, "user", "geo")).isEqualTo(Finding.PROOF_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pwd", "otp", "pwd+pin", "otp+sms", "pwd+geo", "pwd+acr:1", "acr:", "acr:1+acr:3", ""})
    void oneComponentIsNotTwo(String one) {
        registered();
        in(CLEO, SESSION, ISSUER, List.of("acr:2"));
        assertThat(signed(FIRST_VERSION, one.split("\\+"))).isEqualTo(Finding.PROOF_MISSING);
    }

    /** Whatever the entry says that it stood for. */
    @Test
    void aWordThatProvesNothingStandsForNothing() {
        registered();
        in(CLEO, SESSION, ISSUER, List.of("user", "acr:"));
        assertThat(signed(FIRST_VERSION, "user")).isEqualTo(Finding.PROOF_MISSING);
        assertThat(signed(SECOND_VERSION, "acr:")).isEqualTo(Finding.PROOF_MISSING);
        assertThat(signed(REQUEST, "acr:2"))
                .as("the control: one at a later one")
                .isEqualTo(Finding.GOOD);
    }

    /** Their session takes a password and a code, whatever is put beside it. */
    @ParameterizedTest
    @ValueSource(strings = {ISSUER, PersonId.LOCAL})
    void anAccountHereIsNotMadeOneElsewhere(String issuer) {
        in(Records.ADA, Records.ADAS_SESSION, issuer, List.of("pwd"));
        log.sign(FIRST_VERSION, Records.ADA, "Ada Löwe", SignatureMeaning.APPROVAL, Records.ADAS_SESSION);
        assertThat(last()).as("the control").isEqualTo(Finding.GOOD);
        SignatureAttackElsewhereTest again = new SignatureAttackElsewhereTest();
        again.in(Records.ADA, Records.ADAS_SESSION, issuer, List.of("pwd"));
        assertThat(again.signed(FIRST_VERSION, Records.ADA, "Ada Löwe", Records.ADAS_SESSION, "pwd"))
                .isEqualTo(Finding.PROOF_MISSING);
    }

    private void registered() {
        log.append(
                CLEO.toString(),
                new PersonRegistered(CLEO, ISSUER, "4711", "Cleo P.", "HR 3"),
                Records.meta("installation", Records.BEN, "Ben B."));
    }

    private void in(PersonId person, String session, String issuer, List<String> twoFactors) {
        AccountId account = AccountId.of(person);
        log.append(
                account.toString(),
                new SignedInElsewhere(account, person, session, issuer, List.of("pwd", "otp"), twoFactors),
                Records.meta("installation", person, "whoever"));
    }

    private Finding signed(SignableRecord record, String... components) {
        return signed(record, CLEO, "Cleo P.", SESSION, components);
    }

    private Finding signed(SignableRecord record, PersonId person, String name, String session, String... components) {
        var version = new LoggedVersions(log, Records.JSON).of(record).orElseThrow();
        SignatureId id = SignatureId.of(record, version.hash(), person, SignatureMeaning.APPROVAL);
        Map<String, Object> metadata = Records.meta("acme", person, name);
        RecordSigned unsealed = new RecordSigned(
                id,
                record,
                version.position(),
                version.hash(),
                person,
                name,
                SignatureMeaning.APPROVAL,
                "UTC",
                "+00:00",
                session,
                List.of(components),
                CanonicalRecord.FORM,
                "");
        log.append(id.toString(), SignatureSeal.seal(unsealed, metadata, Records.JSON), metadata);
        return last();
    }

    private Finding last() {
        return log.check().of(log.entries().size() - 1L);
    }
}
