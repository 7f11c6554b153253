package io.devicetrail.commandside.account;

import static io.devicetrail.commandside.account.AccountOfTests.ACCOUNT;
import static io.devicetrail.commandside.account.AccountOfTests.ADA;
import static io.devicetrail.commandside.account.AccountOfTests.BEA;
import static io.devicetrail.commandside.account.AccountOfTests.CARL;
import static io.devicetrail.commandside.account.AccountOfTests.ELSEWHERE;
import static io.devicetrail.commandside.account.AccountOfTests.ENROLLED;
import static io.devicetrail.commandside.account.AccountOfTests.LATER;
import static io.devicetrail.commandside.account.AccountOfTests.NOW;
import static io.devicetrail.commandside.account.AccountOfTests.PASSWORD;
import static io.devicetrail.commandside.account.AccountOfTests.SIGNED_IN;
import static io.devicetrail.commandside.account.AccountOfTests.failure;
import static io.devicetrail.commandside.account.AccountOfTests.locked;
import static io.devicetrail.commandside.account.AccountOfTests.resetBy;
import static io.devicetrail.commandside.account.AccountOfTests.secretBy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.account.AccountCommand.EnrolSecondFactor;
import io.devicetrail.domain.account.AccountCommand.RecordFailedSignIn;
import io.devicetrail.domain.account.AccountCommand.RecordSignIn;
import io.devicetrail.domain.account.AccountCommand.RecordSignInElsewhere;
import io.devicetrail.domain.account.AccountCommand.RecordSignOut;
import io.devicetrail.domain.account.AccountCommand.RecordToken;
import io.devicetrail.domain.account.AccountCommand.SetPassword;
import io.devicetrail.domain.account.AccountCommand.UnlockAccount;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.SignInFailed;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountEvent.SignedInElsewhere;
import io.devicetrail.domain.account.AccountEvent.SignedOut;
import io.devicetrail.domain.account.AccountEvent.TokenIssued;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.account.AccountRejection.AnotherIssuer;
import io.devicetrail.domain.account.AccountRejection.Locked;
import io.devicetrail.domain.account.AccountRejection.NotLocked;
import io.devicetrail.domain.account.AccountRejection.PasswordNotSet;
import io.devicetrail.domain.account.AccountRejection.SecondFactorMissing;
import io.devicetrail.domain.account.AccountRejection.SecondPersonNeeded;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PersonRejection.PersonNotActive;
import io.devicetrail.domain.shared.MalformedInput;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is recorded when somebody comes and goes, and how an account is locked. */
class SignInTest {
    private static final Duration LOCK = Duration.ofMinutes(15);
    private static final Instant UNTIL = NOW.plus(LOCK);
    private static final String SELF = ADA.toString();
    private static final RecordSignIn SIGN_IN = new RecordSignIn(ACCOUNT, ADA, "s1", List.of("pwd", "otp"));
    private static final RecordFailedSignIn FAILED = new RecordFailedSignIn(ACCOUNT, ADA, "password", 0, 3, LOCK);
    private static final UnlockAccount UNLOCK = new UnlockAccount(ACCOUNT, ADA);
    private static final AccountUnlocked UNLOCKED = new AccountUnlocked(ACCOUNT, ADA);
    private static final Object[] LOCKED_OUT = {PASSWORD, ENROLLED, failure(1), failure(2), failure(3), locked(3, UNTIL)
    };

    private final AccountOfTests account = new AccountOfTests();

    @Test
    void whoHasAPasswordAndASecondFactorSignsInWithBoth() {
        RecordSignIn byPassword = new RecordSignIn(ACCOUNT, ADA, "s1", List.of("pwd"));
        account.accepted(SIGN_IN, SELF, SIGNED_IN, PASSWORD, ENROLLED);
        account.refused(byPassword, SELF, new SecondFactorMissing("otp"), PASSWORD, ENROLLED);
        account.accepted(byPassword, SELF, new SignedIn(ACCOUNT, ADA, "s1", List.of("pwd")), PASSWORD);
        account.accepted(
                byPassword, SELF, new SignedIn(ACCOUNT, ADA, "s1", List.of("pwd")), PASSWORD, ENROLLED, resetBy(BEA));
        account.refused(SIGN_IN, SELF, new PasswordNotSet(), secretBy(BEA, LATER));
    }

    @Test
    void whoIsOfAnOutsideIssuerSignsInByThatIssuerAndNoOther() {
        AccountId account = AccountId.of(ELSEWHERE);
        String actor = ELSEWHERE.toString();
        String issuer = "https://login.example.com";
        List<String> methods = List.of("pwd", "otp");
        this.account.accepted(
                new RecordSignInElsewhere(account, ELSEWHERE, "s2", issuer, methods, List.of("mfa")),
                actor,
                new SignedInElsewhere(account, ELSEWHERE, "s2", issuer, methods, List.of("mfa")));
        this.account.accepted(
                new RecordSignOut(account, ELSEWHERE, "s2", "idle"),
                actor,
                new SignedOut(account, ELSEWHERE, "s2", "idle"),
                new SignedInElsewhere(account, ELSEWHERE, "s2", issuer, methods, List.of()));
        this.account.refused(
                new RecordSignInElsewhere(account, ELSEWHERE, "s2", "https://evil.example.com", methods, List.of()),
                actor,
                new AnotherIssuer("https://evil.example.com"));
        this.account.refused(
                new RecordSignInElsewhere(ACCOUNT, ADA, "s2", PersonId.LOCAL, methods, List.of()),
                SELF,
                new AnotherIssuer(PersonId.LOCAL));
    }

    @Test
    void sessionsAndTokensAreRecorded() {
        RecordToken token = new RecordToken(ACCOUNT, ADA, "s1", "devicetrail-cli", "refresh_token", LATER);
        account.accepted(
                token,
                SELF,
                new TokenIssued(ACCOUNT, ADA, "s1", "devicetrail-cli", "refresh_token", LATER),
                PASSWORD,
                SIGNED_IN);
        account.accepted(
                new RecordSignOut(ACCOUNT, ADA, "s1", "idle"),
                SELF,
                new SignedOut(ACCOUNT, ADA, "s1", "idle"),
                SIGNED_IN);
        account.when(token, SELF, NOW, append(LOCKED_OUT, SIGNED_IN, failure(1), locked(1, UNTIL)))
                .expectSuccessfulHandlerExecution();
    }

    @Test
    @Requirement("11.10(d)")
    void aDeactivatedPersonGetsNothingAndTheirAttemptsAreRecorded() {
        account.world.happened(new PersonDeactivated(ADA));
        account.refused(SIGN_IN, SELF, new PersonNotActive(), PASSWORD, ENROLLED);
        account.refused(
                new RecordToken(ACCOUNT, ADA, "s1", "devicetrail-cli", "refresh_token", LATER),
                SELF,
                new PersonNotActive(),
                SIGNED_IN);
        account.accepted(FAILED, SELF, failure(1), PASSWORD);
        account.accepted(
                new RecordSignOut(ACCOUNT, ADA, "s1", "deactivated"),
                SELF,
                new SignedOut(ACCOUNT, ADA, "s1", "deactivated"),
                SIGNED_IN);
    }

    @Test
    @Requirement("11.300(d)")
    void theLastOfTooManyFailuresLocks() {
        account.accepted(FAILED, SELF, failure(1));
        account.accepted(FAILED, SELF, failure(2), failure(1));
        account.when(FAILED, SELF, NOW, failure(1), failure(2)).expectEvents(failure(3), locked(3, UNTIL));
        account.when(new RecordFailedSignIn(ACCOUNT, ADA, "password", 0, 1, LOCK), SELF, NOW)
                .expectEvents(failure(1), locked(1, UNTIL));
    }

    @Test
    @Requirement("11.300(d)")
    void aSignInAndAnUnlockingStartTheCountAgain() {
        account.accepted(FAILED, SELF, failure(1), PASSWORD, failure(1), failure(2), SIGNED_IN);
        account.accepted(FAILED, SELF, failure(1), append(LOCKED_OUT, UNLOCKED));
    }

    @Test
    @Requirement("11.300(d)")
    void nobodyGetsInWhileTheAccountIsLocked() {
        Locked why = new Locked(UNTIL);
        account.refused(SIGN_IN, SELF, why, LOCKED_OUT);
        account.refused(new SetPassword(ACCOUNT, ADA), SELF, why, append(LOCKED_OUT, secretBy(BEA, LATER)));
        account.refused(new EnrolSecondFactor(ACCOUNT, ADA, "otp"), SELF, why, LOCKED_OUT);
        account.when(SIGN_IN, SELF, UNTIL.minusNanos(1_000), LOCKED_OUT).expectExceptionDetails(why);
        account.when(SIGN_IN, SELF, UNTIL, LOCKED_OUT).expectEvents(SIGNED_IN);
    }

    @Test
    @Requirement("11.300(d)")
    void attemptsDuringALockAreRecordedAndDoNotProlongIt() {
        account.accepted(FAILED, SELF, failure(4), LOCKED_OUT);
        account.refused(SIGN_IN, SELF, new Locked(UNTIL), append(LOCKED_OUT, failure(4)));
        account.accepted(
                new RecordFailedSignIn(ACCOUNT, ADA, "locked", 71, 3, LOCK),
                SELF,
                new SignInFailed(ACCOUNT, ADA, "locked", 4, 71),
                LOCKED_OUT);
    }

    @Test
    @Requirement("11.300(d)")
    void theCountStartsAgainWhenTheLockEnds() {
        account.when(FAILED, SELF, UNTIL, append(LOCKED_OUT, failure(4))).expectEvents(failure(1));
        account.when(FAILED, SELF, UNTIL, append(LOCKED_OUT, failure(1))).expectEvents(failure(2));
        Instant again = UNTIL.plus(LOCK);
        account.when(FAILED, SELF, UNTIL, append(LOCKED_OUT, failure(1), failure(2)))
                .expectEvents(failure(3), locked(3, again));
    }

    @Test
    void aLockIsEndedByAnAdministrator() {
        account.accepted(UNLOCK, BEA, UNLOCKED, LOCKED_OUT);
        account.accepted(SIGN_IN, SELF, SIGNED_IN, append(LOCKED_OUT, UNLOCKED));
        account.refused(UNLOCK, BEA, new NotLocked());
        account.refused(UNLOCK, BEA, new NotLocked(), append(LOCKED_OUT, UNLOCKED));
        account.when(UNLOCK, BEA, UNTIL, LOCKED_OUT).expectExceptionDetails(new NotLocked());
    }

    /** Who may know the password would have the second factor guessed in time, five codes at a time. */
    @Test
    @Requirement({"11.200(a)(3)", "11.300(d)"})
    void whoIssuedASecretDoesNotEndTheLockThatTheirGuessesMade() {
        SecondPersonNeeded why = new SecondPersonNeeded();
        account.refused(UNLOCK, BEA, why, append(new Object[] {secretBy(BEA, LATER)}, LOCKED_OUT));
        account.refused(UNLOCK, BEA, why, append(LOCKED_OUT, secretBy(BEA, LATER)));
        account.refused(
                UNLOCK, BEA, why, append(new Object[] {secretBy(BEA, LATER), SIGNED_IN}, LOCKED_OUT[4], LOCKED_OUT[5]));
        account.accepted(UNLOCK, CARL, UNLOCKED, append(LOCKED_OUT, secretBy(BEA, LATER)));
        account.accepted(
                UNLOCK,
                BEA,
                UNLOCKED,
                append(new Object[] {secretBy(BEA, LATER), PASSWORD, ENROLLED, SIGNED_IN}, LOCKED_OUT));
    }

    @Test
    void aPolicyHasBounds() {
        assertThatThrownBy(() -> new RecordFailedSignIn(ACCOUNT, ADA, "password", 0, 0, LOCK))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("lockAfter must be between 1 and 100");
        assertThatThrownBy(() -> new RecordFailedSignIn(ACCOUNT, ADA, "password", 0, 5, Duration.ZERO))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("lockFor must be between a second and 365 days");
        assertThatThrownBy(() -> new RecordSignIn(ACCOUNT, ADA, "s1", List.of()))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("methods must be between 1 and 20");
        account.accepted(
                new RecordFailedSignIn(ACCOUNT, ADA, "password", 0, 100, Duration.ofDays(365)), SELF, failure(1));
    }

    private static Object[] append(Object[] given, Object... more) {
        return Stream.concat(Arrays.stream(given), Arrays.stream(more)).toArray();
    }
}
