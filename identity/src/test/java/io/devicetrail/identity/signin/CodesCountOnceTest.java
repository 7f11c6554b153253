package io.devicetrail.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.Refused;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signin.Outcome.Unavailable;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A log that does not answer may have taken what it was told: a code that was shown then counts no second time, or two
 * entries would stand on it.
 */
@Requirement("11.200(a)(1)")
class CodesCountOnceTest {
    private static final String NEXT = "Another one, quite different";

    private final Door door = Door.open();
    private final SecondFactor factor = door.enrolled("ada");
    private final PersonId ada = PersonId.of(PersonId.LOCAL, "ada");

    @Test
    void signingIn() {
        String code = door.code(factor);
        door.accounts.away(true);
        assertThat(door.signIn("ada", Door.PASSWORD, code)).isEqualTo(new Unavailable());
        door.accounts.away(false);
        assertThat(door.signIn("ada", Door.PASSWORD, code)).isEqualTo(new Refused());
        door.nextStep();
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isInstanceOf(SignedIn.class);
    }

    @Test
    void signing() {
        SignedIn who = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.nextStep();
        UUID signing = UUID.randomUUID();
        SignableRecord record = SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, 1).toString());
        Version version = new Version(record, new TenantId("acme"), null, 42, "0".repeat(64));
        door.pending.ask(signing, new Asked(ada, version, SignatureMeaning.APPROVAL, "reviewed"));
        String code = door.code(factor);
        door.signatures.away(true);
        assertThat(door.signing.sign(who, signing, Door.PASSWORD, code, Door.ORIGIN))
                .isEqualTo(new Unavailable());
        door.signatures.away(false);
        assertThat(door.signing.sign(who, signing, Door.PASSWORD, code, Door.ORIGIN))
                .isEqualTo(new Refused());
        door.nextStep();
        assertThat(door.signing.sign(who, signing, Door.PASSWORD, door.code(factor), Door.ORIGIN))
                .isEqualTo(who);
    }

    @Test
    void changingThePassword() {
        String code = door.code(factor);
        door.accounts.away(true);
        assertThat(door.passwordChange.change("ada", Door.PASSWORD, code, NEXT, Door.ORIGIN))
                .isEqualTo(new Unavailable());
        door.accounts.away(false);
        assertThat(door.passwordChange.change("ada", Door.PASSWORD, code, NEXT, Door.ORIGIN))
                .isEqualTo(new Refused());
        door.nextStep();
        assertThat(door.passwordChange.change("ada", Door.PASSWORD, door.code(factor), NEXT, Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void openingTheAccountByASecret() {
        String secret = door.secretFor(ada);
        Due due = door.begun("ada", secret);
        String code = door.code(factor);
        door.accounts.away(true);
        assertThat(door.firstSignIn.finish("ada", secret, due, NEXT, code, Door.ORIGIN))
                .isEqualTo(new Unavailable());
        door.accounts.away(false);
        assertThat(door.firstSignIn.finish("ada", secret, due, NEXT, code, Door.ORIGIN))
                .isEqualTo(new Refused());
        door.nextStep();
        assertThat(door.firstSignIn.finish("ada", secret, due, NEXT, door.code(factor), Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
    }
}
