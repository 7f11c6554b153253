package io.devicetrail.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.Refused;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signin.Outcome.Unavailable;
import io.devicetrail.identity.signin.Outcome.Unfit;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final String NEXT = "Another one, quite different";

    private final Door door = Door.open();

    @Test
    @Requirement("11.200(a)(1)")
    void twoDistinctComponentsOpenASession() {
        SecondFactor factor = door.enrolled("ada");
        Outcome outcome = door.signIn(" Ada ", Door.PASSWORD, door.code(factor));
        assertThat(outcome).isInstanceOf(SignedIn.class);
        SignedIn who = (SignedIn) outcome;
        assertThat(who.userName()).isEqualTo("ada");
        assertThat(who.methods()).containsExactly("pwd", "otp");
        assertThat(door.sessions.isOpen(who.session())).isTrue();
        door.nextStep();
        assertThat(door.signIn("ada", Door.PASSWORD, "")).isEqualTo(new Refused());
        assertThat(door.signIn("ada", "", door.code(factor))).isEqualTo(new Refused());
    }

    @Test
    void aCodeCountsOnce() {
        SecondFactor factor = door.enrolled("ada");
        String code = door.code(factor);
        assertThat(door.signIn("ada", Door.PASSWORD, code)).isInstanceOf(SignedIn.class);
        assertThat(door.signIn("ada", Door.PASSWORD, code)).isEqualTo(new Refused());
        door.nextStep();
        String newer = door.code(factor);
        assertThat(door.signIn("ada", Door.PASSWORD, newer)).isInstanceOf(SignedIn.class);
        assertThat(door.signIn("ada", Door.PASSWORD, code)).isEqualTo(new Refused());
    }

    @Test
    void aClockMayBeOffByOneStepAndNotByTwo() {
        SecondFactor factor = door.enrolled("ada");
        String early = door.code(factor);
        door.clock.advance(Duration.ofSeconds(60));
        assertThat(door.signIn("ada", Door.PASSWORD, early)).isEqualTo(new Refused());
        String late = factor.codeAt(door.clock.instant().minusSeconds(30));
        assertThat(door.signIn("ada", Door.PASSWORD, late)).isInstanceOf(SignedIn.class);
    }

    @Test
    void aSecretOpensOnceAndNotAfterItsTime() {
        PersonId ada = door.accounts.register("ada");
        String secret = door.secretFor(ada);
        Due due = door.begun("ada", secret);
        SecondFactor factor = Door.authenticator(due);
        assertThat(door.firstSignIn.finish("ada", secret, due, Door.PASSWORD, door.code(factor), Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
        assertThat(door.firstSignIn.begin("ada", secret, Door.ORIGIN)).isEqualTo(new Refused());

        String late = door.secretFor(door.accounts.register("bob"));
        door.clock.advance(door.settings.secretFor());
        assertThat(door.firstSignIn.begin("bob", late, Door.ORIGIN)).isEqualTo(new Refused());
    }

    /** An administrator who looked at the page before they handed the secret over has not enrolled by it. */
    @Test
    @Requirement("11.200(a)(2)")
    void aSecondFactorThatWasShownBeforeToSomebodyElseEnrolsNothing() {
        PersonId ada = door.accounts.register("ada");
        String secret = door.secretFor(ada);
        SecondFactor looked = Door.authenticator(door.begun("ada", secret));
        Due due = door.begun("ada", secret);
        assertThat(door.firstSignIn.finish("ada", secret, due, Door.PASSWORD, door.code(looked), Door.ORIGIN))
                .isNotInstanceOf(SignedIn.class);
        SecondFactor own = Door.authenticator(due);
        assertThat(door.firstSignIn.finish("ada", secret, due, Door.PASSWORD, door.code(own), Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
        door.nextStep();
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(looked))).isEqualTo(new Refused());
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(own))).isInstanceOf(SignedIn.class);
    }

    @Test
    void aSecretThatTheLogDoesNotHaveOpensNothing() {
        PersonId ada = door.accounts.register("ada");
        String first = door.secretFor(ada);
        String pending = door.secrets.prepare(ada).secret();
        assertThat(door.firstSignIn.begin("ada", pending, Door.ORIGIN)).isEqualTo(new Refused());
        assertThat(door.firstSignIn.begin("ada", first, Door.ORIGIN)).isInstanceOf(Due.class);
    }

    @Test
    void aNewSecretTakesThePlaceOfTheOneBeforeAndOfThePassword() {
        SecondFactor factor = door.enrolled("ada");
        PersonId ada = PersonId.of(PersonId.LOCAL, "ada");
        String first = door.secretFor(ada);
        String second = door.secretFor(ada);
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isEqualTo(new Refused());
        assertThat(door.firstSignIn.begin("ada", first, Door.ORIGIN)).isEqualTo(new Refused());
        assertThat(door.firstSignIn.begin("ada", second, Door.ORIGIN)).isEqualTo(new Due(true, null));
        assertThat(door.firstSignIn.finish("ada", second, new Due(true, null), NEXT, "000000", Door.ORIGIN))
                .isEqualTo(new Refused());
        assertThat(door.firstSignIn.finish("ada", second, new Due(true, null), NEXT, door.code(factor), Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
    }

    @Test
    void aSecondFactorThatWasResetOpensNothingAndThePasswordEnrolsAnother() {
        SecondFactor lost = door.enrolled("ada");
        door.accounts.secondFactorReset(PersonId.of(PersonId.LOCAL, "ada"));
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(lost))).isEqualTo(new Due(false, null));
        Due due = door.begun("ada", Door.PASSWORD);
        SecondFactor fresh = Door.authenticator(due);
        assertThat(door.firstSignIn.finish("ada", Door.PASSWORD, due, "", door.code(lost), Door.ORIGIN))
                .isInstanceOf(Unfit.class);
        assertThat(door.firstSignIn.finish("ada", Door.PASSWORD, due, "", door.code(fresh), Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
        door.nextStep();
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(fresh))).isInstanceOf(SignedIn.class);
    }

    @Test
    @Requirement("11.300(b)")
    void aPasswordWearsOutWhereThePolicySaysSo() {
        Door ageing = new Door(Duration.ofDays(90));
        SecondFactor factor = ageing.enrolled("ada");
        ageing.clock.advance(Duration.ofDays(90));
        assertThat(ageing.signIn("ada", Door.PASSWORD, ageing.code(factor))).isEqualTo(new Due(true, null));
        ageing.nextStep();
        assertThat(ageing.passwordChange.change("ada", Door.PASSWORD, ageing.code(factor), NEXT, Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
        ageing.nextStep();
        assertThat(ageing.signIn("ada", NEXT, ageing.code(factor))).isInstanceOf(SignedIn.class);
    }

    @Test
    void aChangedPasswordIsNewAndEndsTheSessionsOfTheOldOne() {
        SecondFactor factor = door.enrolled("ada");
        SignedIn before = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.nextStep();
        assertThat(door.passwordChange.change("ada", Door.PASSWORD, door.code(factor), Door.PASSWORD, Door.ORIGIN))
                .isEqualTo(new Unfit("The new password must differ from the last 5."));
        assertThat(door.passwordChange.change("ada", "wrong", "000000", "short", Door.ORIGIN))
                .isEqualTo(new Unfit("The new password must have at least 12 characters."));
        door.nextStep();
        assertThat(door.passwordChange.change("ada", Door.PASSWORD, door.code(factor), NEXT, Door.ORIGIN))
                .isInstanceOf(SignedIn.class);
        assertThat(door.sessions.isOpen(before.session())).isFalse();
        assertThat(door.accounts.entries()).contains("signed out: password-changed");
    }

    @Test
    void aSessionEndsWhenNobodyUsesItAndAfterItsTime() {
        SecondFactor factor = door.enrolled("ada");
        SignedIn idle = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.clock.advance(Duration.ofMinutes(14));
        assertThat(door.sessions.isOpen(idle.session())).isTrue();
        door.clock.advance(Duration.ofMinutes(15));
        assertThat(door.sessions.isOpen(idle.session())).isFalse();
        assertThat(door.accounts.entries()).endsWith("signed out: idle");

        SignedIn busy = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        for (int i = 0; i < 71; i++) {
            door.clock.advance(Duration.ofMinutes(10));
            assertThat(door.sessions.isOpen(busy.session())).isTrue();
        }
        door.clock.advance(Duration.ofMinutes(10));
        assertThat(door.sessions.isOpen(busy.session())).isFalse();
        assertThat(door.accounts.entries()).endsWith("signed out: expired");
    }

    @Test
    @Requirement("11.300(c)")
    void aSessionEndsWhenSomebodyElseMayHoldIt() {
        SecondFactor factor = door.enrolled("ada");
        PersonId ada = PersonId.of(PersonId.LOCAL, "ada");
        SignedIn stolen = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.accounts.secretIssued(ada);
        assertThat(door.sessions.isOpenUnused(stolen.session())).isFalse();
        assertThat(door.accounts.entries()).endsWith("signed out: secret-issued");

        door.nextStep();
        SignedIn reset = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.nextStep();
        assertThat(door.sessions.isOpen(reset.session())).isTrue();
        door.accounts.secondFactorReset(ada);
        door.nextStep();
        assertThat(door.sessions.isOpen(reset.session())).isFalse();
        assertThat(door.accounts.entries()).endsWith("signed out: second-factor-reset");
    }

    @Test
    @Requirement("11.10(d)")
    void aSessionEndsWhenItsPersonIsDeactivated() {
        SecondFactor factor = door.enrolled("ada");
        SignedIn in = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        door.accounts.deactivated(PersonId.of(PersonId.LOCAL, "ada"));
        door.nextStep();
        door.accounts.away(true);
        assertThat(door.sessions.isOpen(in.session())).isFalse();
        door.accounts.away(false);
        assertThat(door.sessions.isOpen(in.session())).isFalse();
        assertThat(door.accounts.entries()).endsWith("signed out: deactivated");
    }

    @Test
    void ofSeveralWhoEndASessionAtOnceOneTellsTheLog() throws Exception {
        SecondFactor factor = door.enrolled("ada");
        SignedIn in = (SignedIn) door.signIn("ada", Door.PASSWORD, door.code(factor));
        Callable<Boolean> end = () -> {
            door.sessions.end(in.session(), "revoked", Door.ORIGIN);
            return true;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            assertThat(threads.invokeAll(Collections.nCopies(8, end))).allMatch(Future::resultNow);
        }
        assertThat(door.accounts.count("signed out: revoked")).isEqualTo(1);
    }

    @Test
    void aSecondFactorThatCannotBeReadDecidesNothing() {
        SecondFactor factor = door.enrolled("ada");
        TestDatabase.OWNER.update("update identity.credential set totp_secret = decode(repeat('00', 48), 'hex')");
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isEqualTo(new Unavailable());
    }

    @Test
    void noProofIsKeptAsItWasGiven() {
        SecondFactor factor = door.enrolled("ada");
        String secret = door.secretFor(door.accounts.register("bob"));
        String kept = TestDatabase.OWNER
                        .queryForList("select * from identity.credential")
                        .toString()
                + TestDatabase.OWNER.queryForList("select * from identity.sign_in_secret");
        assertThat(kept).contains("$argon2id$v=19$m=19456,t=2,p=1").doesNotContain(Door.PASSWORD, secret);
        assertThat(factor.toString()).isEqualTo("SecondFactor");
    }
}
