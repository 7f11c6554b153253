package io.devicetrail.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.Refused;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signin.Outcome.Unavailable;
import io.devicetrail.identity.signin.Outcome.Unfit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Requirement("11.300(d)")
class LockoutTest {
    private static final int GUESSES = 24;

    private final Door door = Door.open();
    private final SecondFactor factor = door.enrolled("ada");
    private final PersonId ada = PersonId.of(PersonId.LOCAL, "ada");

    @Test
    void repeatedFailuresLockTheAccountForATimeAndSoundTheAlarm() {
        for (int i = 0; i < 5; i++) {
            assertThat(door.signIn("ada", "wrong", door.code(factor))).isEqualTo(new Refused());
        }
        assertThat(door.metered(Attempts.LOCKED_METER)).isEqualTo(1);
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isEqualTo(new Refused());
        assertThat(door.accounts.count("failed: locked")).isEqualTo(1);

        door.clock.advance(door.settings.lockFor());
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isInstanceOf(SignedIn.class);
    }

    @Test
    void anAdministratorEndsTheLock() {
        for (int i = 0; i < 5; i++) {
            door.signIn("ada", "wrong", "000000");
        }
        door.accounts.unlocked(ada);
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isInstanceOf(SignedIn.class);
    }

    /** Every guess is either counted or was not looked at, and once five are counted the right password is none. */
    @Test
    void guessesSideBySideDoNotOutrunTheCount() throws Exception {
        List<Callable<Outcome>> guesses = IntStream.range(0, GUESSES)
                .mapToObj(i -> (Callable<Outcome>) () -> door.signIn("ada", "guess " + i, "000000"))
                .toList();
        List<Outcome> outcomes;
        try (ExecutorService threads = Executors.newFixedThreadPool(GUESSES)) {
            outcomes = threads.invokeAll(guesses).stream()
                    .map(done -> done.resultNow())
                    .toList();
        }
        long refused = outcomes.stream().filter(Refused.class::isInstance).count();
        long unavailable =
                outcomes.stream().filter(Unavailable.class::isInstance).count();
        assertThat(refused + unavailable).isEqualTo(GUESSES);
        assertThat(refused).isGreaterThanOrEqualTo(5);
        assertThat(door.accounts.count("failed: password")).isEqualTo(5);
        assertThat(door.accounts.count("failed: locked")).isEqualTo(Math.min(1, refused - 5));
        assertThat(door.accounts.count("locked")).isEqualTo(1);
    }

    /** Otherwise anybody could fill the log for ever, one event with each attempt. */
    @Test
    void attemptsDuringALockAreOneEntryAMinuteThatTellsHowManyWereLeftOut() {
        for (int i = 0; i < 5; i++) {
            door.signIn("ada", "wrong", "000000");
        }
        for (int i = 0; i < 8; i++) {
            door.signIn("ada", "wrong", "000000");
        }
        assertThat(door.accounts.entries()).endsWith("locked", "failed: locked");
        door.clock.advance(LeftOut.ENTRY_EVERY);
        door.signIn("ada", "wrong", "000000");
        assertThat(door.accounts.entries()).endsWith("failed: locked", "failed: locked after 7 left out");
        assertThat(door.metered(Attempts.FAILED_METER)).isEqualTo(14);
    }

    @Test
    void wrongCodesOfASecondFactorThatIsBeingEnrolledCount() {
        PersonId bob = door.accounts.register("bob");
        String secret = door.secretFor(bob);
        Due due = door.begun("bob", secret);
        for (int i = 0; i < 5; i++) {
            assertThat(door.firstSignIn.finish("bob", secret, due, Door.PASSWORD, "000000", Door.ORIGIN))
                    .isInstanceOf(Unfit.class);
        }
        assertThat(door.accounts.count("failed: second-factor")).isEqualTo(5);
        SecondFactor own = Door.authenticator(due);
        assertThat(door.firstSignIn.finish("bob", secret, due, Door.PASSWORD, door.code(own), Door.ORIGIN))
                .isEqualTo(new Refused());
    }

    @Test
    void anAttemptThatTheLogDoesNotTakeDecidesNothing() {
        door.accounts.away(true);
        assertThat(door.signIn("ada", "wrong", "000000")).isEqualTo(new Unavailable());
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isEqualTo(new Unavailable());
        door.accounts.away(false);
        door.nextStep();
        assertThat(door.signIn("ada", Door.PASSWORD, door.code(factor))).isInstanceOf(SignedIn.class);
    }

    @Test
    void aNameThatNobodyHasIsCountedAndNotInTheLog() {
        int before = door.accounts.entries().size();
        assertThat(door.signIn("nobody", Door.PASSWORD, "000000")).isEqualTo(new Refused());
        assertThat(door.signIn("x".repeat(300), Door.PASSWORD, "000000")).isEqualTo(new Refused());
        assertThat(door.metered(Attempts.UNKNOWN_METER)).isEqualTo(2);
        assertThat(door.accounts.entries()).hasSize(before);
    }
}
