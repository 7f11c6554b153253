package io.devicetrail.identity.signin;

import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.RefusedException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Credential;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.PasswordHashes;
import io.devicetrail.identity.credential.PasswordRules;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.signin.Attempts.Account;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Two distinct components, user name with password and a one-time code, open a session (21 CFR 11.200(a)(1)). */
@Component
public class SignIn {
    static final String PASSWORD = "password";
    static final String SECOND_FACTOR = "second-factor";
    static final String LOCKED = "locked";
    static final String TWO_FACTORS = "pwd+otp";
    static final List<String> METHODS = List.of("pwd", "otp");

    private final Attempts attempts;
    private final AccountLog accounts;
    private final Credentials credentials;
    private final PasswordHashes hashes;
    private final PasswordRules rules;
    private final Sessions sessions;
    private final Clock clock;

    public SignIn(
            Attempts attempts,
            AccountLog accounts,
            Credentials credentials,
            PasswordHashes hashes,
            PasswordRules rules,
            Sessions sessions,
            Clock clock) {
        this.attempts = attempts;
        this.accounts = accounts;
        this.credentials = credentials;
        this.hashes = hashes;
        this.rules = rules;
        this.sessions = sessions;
        this.clock = clock;
    }

    public Outcome signIn(String userName, String password, String code, Origin origin) {
        return attempts.at(userName, origin, account -> shown(account, password, code), this::opened);
    }

    /** Empty if both proofs fit; the code has counted then. */
    private Optional<Outcome> shown(@Nullable Account account, String password, String code) {
        boolean known = passwordFits(account, password);
        if (account == null) {
            return Optional.of(attempts.nobody());
        }
        Credential credential = account.credential();
        if (!known) {
            return Optional.of(attempts.failed(account, PASSWORD));
        }
        SecondFactor factor = credential.secondFactor();
        if (factor == null) {
            // Reset: the first-sign-in page enrols another, by the password.
            return Optional.of(new Outcome.Due(false, null));
        }
        if (!codeCounts(account, factor, code)) {
            return Optional.of(attempts.failed(account, SECOND_FACTOR));
        }
        return rules.outlived(credential) ? Optional.of(new Outcome.Due(true, null)) : Optional.empty();
    }

    /** Takes the same time whether there is such an account or not. */
    boolean passwordFits(@Nullable Account account, String password) {
        if (password.length() > PasswordRules.LONGEST) {
            return false;
        }
        String hash = account == null ? null : account.credential().passwordHash();
        if (hash == null) {
            hashes.matchNobodys(password);
            return false;
        }
        return hashes.matches(password, hash);
    }

    /** Whether the code is of now and has not counted before; once the transaction has ended it has. */
    boolean codeCounts(Account account, SecondFactor factor, String code) {
        OptionalLong step = factor.stepOf(code, clock.instant());
        return step.isPresent() && credentials.useStep(account.person(), step.getAsLong());
    }

    /**
     * The log has the sign-in before there is a session; a code that led to nothing has counted nevertheless, in a
     * transaction before this one.
     */
    Outcome opened(Account account) {
        String session = UUID.randomUUID().toString();
        long entry;
        try {
            entry = accounts.signedIn(account.proven(TWO_FACTORS), session, METHODS);
        } catch (RefusedException refused) {
            return attempts.failed(account, LOCKED);
        }
        sessions.open(session, account.person(), entry);
        return new Outcome.SignedIn(
                account.person(), account.userName(), account.holder().printedName(), session, METHODS);
    }
}
