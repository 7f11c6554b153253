package io.devicetrail.identity.signin;

import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.RefusedException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.PasswordHashes;
import io.devicetrail.identity.credential.PasswordRules;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.signin.Attempts.Account;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A new password for the old one and a code; every session of the person ends with it, and one begins. */
@Component
public class PasswordChange {
    private final Attempts attempts;
    private final SignIn signIn;
    private final AccountLog accounts;
    private final Credentials credentials;
    private final PasswordHashes hashes;
    private final PasswordRules rules;
    private final Sessions sessions;

    public PasswordChange(
            Attempts attempts,
            SignIn signIn,
            AccountLog accounts,
            Credentials credentials,
            PasswordHashes hashes,
            PasswordRules rules,
            Sessions sessions) {
        this.attempts = attempts;
        this.signIn = signIn;
        this.accounts = accounts;
        this.credentials = credentials;
        this.hashes = hashes;
        this.rules = rules;
        this.sessions = sessions;
    }

    public Outcome change(String userName, String password, String code, String wanted, Origin origin) {
        Optional<String> unfit = rules.complaint(wanted, userName);
        if (unfit.isPresent()) {
            return new Outcome.Unfit(unfit.get());
        }
        return attempts.at(
                userName,
                origin,
                account -> {
                    boolean known = signIn.passwordFits(account, password);
                    if (account == null) {
                        return Optional.of(attempts.nobody());
                    }
                    if (!known) {
                        return Optional.of(attempts.failed(account, SignIn.PASSWORD));
                    }
                    SecondFactor factor = account.credential().secondFactor();
                    return factor == null || !signIn.codeCounts(account, factor, code)
                            ? Optional.of(attempts.failed(account, SignIn.SECOND_FACTOR))
                            : Optional.empty();
                },
                account -> account == null ? Optional.of(attempts.nobody()) : changed(account, wanted),
                account -> {
                    sessions.endAll(account.proven(SignIn.TWO_FACTORS));
                    return signIn.opened(account);
                });
    }

    /** Only now the former passwords: a complaint about them tells that the proofs were right. */
    private Optional<Outcome> changed(Account account, String wanted) {
        Optional<String> former = rules.complaint(wanted, account.credential());
        if (former.isPresent()) {
            return Optional.of(new Outcome.Unfit(former.get()));
        }
        String hash = hashes.hash(wanted);
        try {
            accounts.passwordSet(account.proven(SignIn.TWO_FACTORS));
        } catch (RefusedException refused) {
            return Optional.of(attempts.failed(account, SignIn.LOCKED));
        }
        credentials.setPassword(account.credential(), hash);
        return Optional.empty();
    }
}
