package io.devicetrail.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.account.SignInSecrets.IssuedSecret;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.AccountsOfTests;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Authenticator;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.OneTimeSecrets;
import io.devicetrail.identity.credential.PasswordHashes;
import io.devicetrail.identity.credential.PasswordRules;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.credential.SecretCipher;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.signing.SigningSessions;
import io.devicetrail.identity.signing.SigningSettings;
import io.devicetrail.identity.stepup.StepUpSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** All of sign-in on a real database, with the log's end in memory and a clock that is moved. */
final class Door {
    static final String PASSWORD = "Nine lives, and counting";
    static final Origin ORIGIN = new Origin("192.0.2.7", "test/1");

    final MovedClock clock = new MovedClock(Instant.parse("2026-11-20T10:00:00Z"));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SignInSettings settings;
    final AccountsOfTests accounts;
    final OneTimeSecrets secrets;
    final Credentials credentials;
    final Sessions sessions;
    final SignIn signIn;
    final FirstSignIn firstSignIn;
    final PasswordChange passwordChange;
    final PendingSignatures pending;
    final SignaturesOfTests signatures = new SignaturesOfTests();
    final Signing signing;

    Door(@Nullable Duration maxAge) {
        TestDatabase.empty();
        settings = new SignInSettings(
                12,
                maxAge,
                5,
                5,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofMinutes(15),
                Duration.ofHours(12),
                List.of(),
                null);
        accounts = new AccountsOfTests(clock, settings);
        JdbcClient jdbc = JdbcClient.create(TestDatabase.POOL);
        JdbcTransactionManager transactions = new JdbcTransactionManager(TestDatabase.POOL);
        credentials = new Credentials(jdbc, new SecretCipher(new byte[SecretCipher.KEY_BYTES]), clock);
        secrets = new OneTimeSecrets(jdbc, transactions, settings, clock);
        sessions = new Sessions(jdbc, transactions, accounts, settings, clock);
        PasswordHashes hashes = new PasswordHashes();
        PasswordRules rules = new PasswordRules(settings, hashes, clock);
        Attempts attempts =
                new Attempts(accounts, credentials, transactions, new UnknownNames(meters, clock), meters, clock);
        signIn = new SignIn(attempts, accounts, credentials, hashes, rules, sessions, clock);
        firstSignIn = new FirstSignIn(attempts, signIn, accounts, credentials, secrets, hashes, rules, clock);
        passwordChange = new PasswordChange(attempts, signIn, accounts, credentials, hashes, rules, sessions);
        pending = new PendingSignatures(jdbc, transactions, credentials, settings, new StepUpSettings(Map.of()), clock);
        SigningSessions series = new SigningSessions(jdbc, new SigningSettings(Duration.ofMinutes(5)), clock);
        signing = new Signing(attempts, signIn, sessions, rules, pending, series, signatures);
    }

    static Door open() {
        return new Door(null);
    }

    String secretFor(PersonId person) {
        IssuedSecret issued = secrets.prepare(person);
        secrets.activate(issued.id());
        return issued.secret();
    }

    /** What an authenticator makes of the address. */
    static SecondFactor authenticator(Outcome due) {
        assertThat(due).isInstanceOf(Due.class);
        return Authenticator.read(Objects.requireNonNull(((Due) due).offer()).address());
    }

    /** Registers somebody, who signs in for the first time; a step later the next code counts. */
    SecondFactor enrolled(String userName) {
        String secret = secretFor(accounts.register(userName));
        Due due = begun(userName, secret);
        SecondFactor factor = authenticator(due);
        Outcome outcome = firstSignIn.finish(userName, secret, due, PASSWORD, code(factor), ORIGIN);
        assertThat(outcome).isInstanceOf(SignedIn.class);
        nextStep();
        return factor;
    }

    Due begun(String userName, String secret) {
        Outcome due = firstSignIn.begin(userName, secret, ORIGIN);
        assertThat(due).isInstanceOf(Due.class);
        return (Due) due;
    }

    String code(SecondFactor factor) {
        return factor.codeAt(clock.instant());
    }

    void nextStep() {
        clock.advance(Duration.ofSeconds(30));
    }

    Outcome signIn(String userName, String password, String code) {
        return signIn.signIn(userName, password, code, ORIGIN);
    }

    double metered(String meter) {
        return meters.counter(meter).count();
    }
}
