package io.devicetrail.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.domain.signature.Signings.TooManySignings;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.signin.Outcome.Refused;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signin.Outcome.Unavailable;
import io.devicetrail.identity.signin.Outcome.Unfit;
import io.devicetrail.identity.signing.SigningSettings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("11.200(a)(1)")
class SigningTest {
    private static final List<String> BOTH = List.of("pwd", "otp");
    private static final List<String> PASSWORD_ALONE = List.of("pwd");

    private final Door door = Door.open();
    private final SecondFactor factor = door.enrolled("ada");
    private final PersonId ada = PersonId.of(PersonId.LOCAL, "ada");
    private SignedIn who = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
    private int records;

    SigningTest() {
        door.nextStep();
    }

    @Test
    void theFirstOfASessionTakesBothComponentsAndALaterOneThePasswordAtLeast() {
        UUID first = asked();
        assertThat(sign(first, Door.PASSWORD, "")).isEqualTo(new Refused());
        assertThat(sign(first, "wrong", door.code(factor))).isEqualTo(new Refused());
        assertThat(state(first)).isEqualTo(State.WAITING);
        assertThat(sign(first, Door.PASSWORD, door.code(factor))).isEqualTo(who);
        assertThat(state(first)).isEqualTo(State.SIGNED);

        UUID second = asked();
        assertThat(sign(second, "", door.code(factor))).isEqualTo(new Refused());
        assertThat(sign(second, Door.PASSWORD, "")).isEqualTo(who);
        assertThat(door.signatures.taken()).containsExactly(BOTH, PASSWORD_ALONE);
    }

    @Test
    void aCodeThatSignedInDoesNotSign() {
        String code = door.code(factor);
        who = (SignedIn) door.signIn("ada", Door.PASSWORD, code);
        assertThat(sign(asked(), Door.PASSWORD, code)).isEqualTo(new Refused());
        assertThat(door.signatures.taken()).isEmpty();
    }

    @Test
    void afterAPauseItTakesBothAgain() {
        signedOnce();
        door.clock.advance(Duration.ofMinutes(4));
        assertThat(sign(asked(), Door.PASSWORD, "")).as("the control").isEqualTo(who);
        door.clock.advance(Duration.ofMinutes(5));
        UUID late = asked();
        assertThat(sign(late, Door.PASSWORD, "")).isEqualTo(new Refused());
        assertThat(sign(late, Door.PASSWORD, door.code(factor))).isEqualTo(who);
    }

    @Test
    void fromAnotherClientOrAddressItTakesBothAgain() {
        signedOnce();
        Origin otherProgram = new Origin(Door.ORIGIN.address(), "other/1");
        Origin otherPlace = new Origin("192.0.2.8", Door.ORIGIN.client());
        assertThat(door.signing.sign(who, asked(), Door.PASSWORD, "", otherProgram))
                .isEqualTo(new Refused());
        assertThat(door.signing.sign(who, asked(), Door.PASSWORD, "", otherPlace))
                .isEqualTo(new Refused());
        assertThat(sign(asked(), Door.PASSWORD, "")).as("the control").isEqualTo(who);
    }

    @Test
    void inAnotherSessionItTakesBothAgainAndInAnEndedOneNothingSigns() {
        signedOnce();
        SignedIn before = who;
        who = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.nextStep();
        UUID next = asked();
        assertThat(sign(next, Door.PASSWORD, "")).isEqualTo(new Refused());
        door.sessions.end(before.session(), "sign-out", Door.ORIGIN);
        assertThat(door.signing.sign(before, next, Door.PASSWORD, door.code(factor), Door.ORIGIN))
                .isInstanceOf(Unfit.class);
        assertThat(sign(next, Door.PASSWORD, door.code(factor))).isEqualTo(who);
    }

    @Test
    @Requirement("11.300(d)")
    void proofsThatDoNotFitCountAsFailedSignInsAndLock() {
        UUID signing = asked();
        for (int i = 0; i < 5; i++) {
            assertThat(sign(signing, "wrong", door.code(factor))).isEqualTo(new Refused());
        }
        assertThat(door.accounts.count("locked")).isEqualTo(1);
        assertThat(sign(signing, Door.PASSWORD, door.code(factor))).isEqualTo(new Refused());
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isEqualTo(new Refused());
        assertThat(door.signatures.taken()).isEmpty();
    }

    @Test
    void itIsGivenInTimeByItsOwnSignerAndOnce() {
        UUID signing = asked();
        assertThat(door.pending.of(PersonId.of(PersonId.LOCAL, "ben"), signing)).isEmpty();
        assertThat(sign(UUID.randomUUID(), Door.PASSWORD, door.code(factor))).isInstanceOf(Unfit.class);
        assertThat(sign(signing, Door.PASSWORD, door.code(factor))).isEqualTo(who);
        door.nextStep();
        assertThat(sign(signing, Door.PASSWORD, door.code(factor)))
                .isEqualTo(new Unfit("This signature was given already."));
        UUID late = asked();
        door.clock.advance(Duration.ofMinutes(10));
        assertThat(state(late)).isEqualTo(State.EXPIRED);
        assertThat(sign(late, Door.PASSWORD, door.code(factor))).isInstanceOf(Unfit.class);
        assertThat(door.signatures.taken()).hasSize(1);
    }

    @Test
    void somebodyElsesSigningIsNotGivenByWhoeverIsSignedIn() {
        SecondFactor bens = door.enrolled("ben");
        SignedIn ben = (SignedIn) door.signIn("ben", Door.PASSWORD, door.code(bens));
        door.nextStep();
        UUID hers = asked();
        assertThat(door.signing.sign(ben, hers, Door.PASSWORD, door.code(bens), Door.ORIGIN))
                .isInstanceOf(Unfit.class);
        assertThat(state(hers)).isEqualTo(State.WAITING);
    }

    @Test
    void aLogThatIsAwaySignsNothingAndARefusalIsTold() {
        UUID signing = asked();
        door.signatures.away(true);
        assertThat(sign(signing, Door.PASSWORD, door.code(factor))).isEqualTo(new Unavailable());
        door.signatures.away(false);
        door.nextStep();
        door.signatures.refuse("RECORD_CHANGED");
        assertThat(sign(signing, Door.PASSWORD, door.code(factor))).isEqualTo(new Unfit("refused"));
        assertThat(state(signing)).isEqualTo(State.WAITING);
        door.signatures.refuse(null);
        door.nextStep();
        assertThat(sign(signing, Door.PASSWORD, door.code(factor))).isEqualTo(who);
    }

    /** As after a crash between the log and the table: proofs again, and it is told that it was given. */
    @Test
    void whatTheLogHasAlreadyIsGiven() {
        UUID first = asked();
        Asked same = door.pending.of(ada, first).orElseThrow().asked();
        assertThat(sign(first, Door.PASSWORD, door.code(factor))).isEqualTo(who);
        UUID again = UUID.randomUUID();
        door.pending.ask(again, same);
        assertThat(sign(again, Door.PASSWORD, "")).isEqualTo(who);
        assertThat(state(again)).isEqualTo(State.SIGNED);
        assertThat(door.signatures.taken()).hasSize(1);
    }

    /** Else the log would have a session that begins with the password alone. */
    @Test
    void whatTheLogHadAlreadyBeginsNoSeries() {
        UUID first = asked();
        Asked same = door.pending.of(ada, first).orElseThrow().asked();
        signedOnce(first);
        who = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.nextStep();
        UUID again = UUID.randomUUID();
        door.pending.ask(again, same);
        assertThat(sign(again, Door.PASSWORD, door.code(factor))).isEqualTo(who);
        door.nextStep();
        UUID next = asked();
        assertThat(sign(next, Door.PASSWORD, "")).isEqualTo(new Refused());
        assertThat(sign(next, Door.PASSWORD, door.code(factor))).isEqualTo(who);
        assertThat(door.signatures.taken()).containsExactly(BOTH, BOTH);
    }

    @Test
    @Requirement("11.300(b)")
    void aPasswordThatHasOutlivedItsTimeSignsNothing() {
        Door strict = new Door(Duration.ofDays(1));
        SecondFactor hers = strict.enrolled("ada");
        strict.clock.advance(Duration.ofHours(23).plusMinutes(55));
        SignedIn signedIn = (SignedIn) strict.signIn("ada", Door.PASSWORD, strict.code(hers));
        strict.nextStep();
        UUID signing = UUID.randomUUID();
        strict.pending.ask(signing, new Asked(ada, version(), SignatureMeaning.APPROVAL, "reviewed"));
        strict.clock.advance(Duration.ofMinutes(6));
        assertThat(strict.signing.sign(signedIn, signing, Door.PASSWORD, strict.code(hers), Door.ORIGIN))
                .isEqualTo(new Unfit("The password has to be changed before it counts again."));
        assertThat(strict.signatures.taken()).isEmpty();
    }

    @Test
    void underOneIdWhatWasAskedForFirstStands() {
        UUID id = asked();
        Asked first = door.pending.of(ada, id).orElseThrow().asked();
        assertThat(door.pending
                        .ask(id, new Asked(ada, version(), SignatureMeaning.RELEASE, "another"))
                        .asked())
                .isEqualTo(first);
    }

    /** Too short breaks every series, too long makes one of two days. */
    @ParameterizedTest
    @ValueSource(longs = {0, 29, 3_601})
    void aPauseThatBreaksASeriesHasItsBounds(long seconds) {
        assertThatThrownBy(() -> new SigningSettings(Duration.ofSeconds(seconds)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.sign.idle");
    }

    @Test
    void onlySoManyWait() {
        for (int i = 0; i < 20; i++) {
            asked();
        }
        assertThatThrownBy(this::asked).isInstanceOf(TooManySignings.class);
        door.clock.advance(Duration.ofMinutes(10));
        assertThat(state(asked())).isEqualTo(State.WAITING);
    }

    private void signedOnce() {
        signedOnce(asked());
    }

    private void signedOnce(UUID signing) {
        assertThat(sign(signing, Door.PASSWORD, door.code(factor))).isEqualTo(who);
        door.nextStep();
    }

    private Outcome sign(UUID signing, String password, String code) {
        return door.signing.sign(who, signing, password, code, Door.ORIGIN);
    }

    private State state(UUID signing) {
        return door.pending.of(ada, signing).orElseThrow().state();
    }

    /** Another record each time. */
    private UUID asked() {
        UUID id = UUID.randomUUID();
        door.pending.ask(id, new Asked(ada, version(), SignatureMeaning.APPROVAL, "reviewed"));
        return id;
    }

    private Version version() {
        SignableRecord record = SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, ++records).toString());
        return new Version(record, new TenantId("acme"), null, 42, "0".repeat(64));
    }
}
