package io.devicetrail.identity.signin;

import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.AccountLog.RefusedException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.OneTimeSecrets;
import io.devicetrail.identity.credential.PasswordHashes;
import io.devicetrail.identity.credential.PasswordRules;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.signin.Attempts.Account;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.Offer;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Getting in without both proofs: by a one-time secret at first or after the password was lost, by the password after
 * the second factor was reset. Who has a second factor shows it also with a secret: an administrator who issued the
 * secret cannot use it.
 */
@Component
public class FirstSignIn {
    static final String SECRET = "secret";

    private final Attempts attempts;
    private final SignIn signIn;
    private final AccountLog accounts;
    private final Credentials credentials;
    private final OneTimeSecrets secrets;
    private final PasswordHashes hashes;
    private final PasswordRules rules;
    private final Clock clock;

    public FirstSignIn(
            Attempts attempts,
            SignIn signIn,
            AccountLog accounts,
            Credentials credentials,
            OneTimeSecrets secrets,
            PasswordHashes hashes,
            PasswordRules rules,
            Clock clock) {
        this.attempts = attempts;
        this.signIn = signIn;
        this.accounts = accounts;
        this.credentials = credentials;
        this.secrets = secrets;
        this.hashes = hashes;
        this.rules = rules;
        this.clock = clock;
    }

    /** What opened the account. */
    private enum Proof {
        SECRET,
        PASSWORD
    }

    /** Tells what is still to be done, {@link Outcome.Due}, to who shows a proof. */
    public Outcome begin(String userName, String proof, Origin origin) {
        return attempts.at(userName, origin, account -> {
            Optional<Proof> shown = shown(account, proof);
            if (account == null) {
                return attempts.nobody();
            }
            return shown.isPresent() ? due(account, shown.get()) : refused(account);
        });
    }

    private Outcome due(Account account, Proof proof) {
        if (account.credential().secondFactor() != null) {
            return new Due(proof == Proof.SECRET, null);
        }
        SecondFactor factor = SecondFactor.random();
        return new Due(proof == Proof.SECRET, new Offer(factor, factor.address(account.userName())));
    }

    /**
     * Sets the password, if that is due, confirms the second factor by a code, and signs in.
     *
     * @param due what {@link #begin} answered the same browser
     * @param password the new one; not looked at if it is not due
     */
    public Outcome finish(String userName, String proof, Due due, String password, String code, Origin origin) {
        AtomicBoolean counted = new AtomicBoolean();
        return attempts.at(
                userName,
                origin,
                account -> begun(account, proof, password, code, counted),
                account -> {
                    // Again: another may have spent it in between.
                    Optional<Proof> shown = shown(account, proof);
                    if (account == null) {
                        return Optional.of(attempts.nobody());
                    }
                    boolean unproven = account.credential().secondFactor() != null && !counted.get();
                    return shown.isEmpty() || unproven
                            ? Optional.of(refused(account))
                            : settled(account, due.offer(), shown.get() == Proof.SECRET, password, code);
                },
                signIn::opened);
    }

    /** Looks at what is there already to prove: of who has a second factor the code counts. */
    private Optional<Outcome> begun(
            @Nullable Account account, String proof, String password, String code, AtomicBoolean counted) {
        Optional<Proof> shown = shown(account, proof);
        if (account == null) {
            return Optional.of(attempts.nobody());
        }
        if (shown.isEmpty()) {
            return Optional.of(refused(account));
        }
        if (shown.get() == Proof.SECRET) {
            Optional<String> unfit = rules.complaint(password, account.userName());
            if (unfit.isPresent()) {
                return Optional.of(new Outcome.Unfit(unfit.get()));
            }
        }
        SecondFactor enrolled = account.credential().secondFactor();
        if (enrolled == null) {
            return Optional.empty();
        }
        counted.set(signIn.codeCounts(account, enrolled, code));
        return counted.get() ? Optional.empty() : Optional.of(attempts.failed(account, SignIn.SECOND_FACTOR));
    }

    /** A wrong code counts like any other; only who shows the right one hears about former passwords. */
    private Optional<Outcome> settled(
            Account account, @Nullable Offer offer, boolean passwordDue, String password, String code) {
        OptionalLong confirmed = OptionalLong.empty();
        if (account.credential().secondFactor() == null) {
            confirmed = offer == null ? OptionalLong.empty() : offer.factor().stepOf(code, clock.instant());
            if (confirmed.isEmpty()) {
                attempts.failed(account, SignIn.SECOND_FACTOR);
                return Optional.of(
                        new Outcome.Unfit("The code does not fit. Enter the address into the authenticator again, see"
                                + " that its clock is right, and take the newest code."));
            }
        }
        if (passwordDue) {
            Optional<String> former = rules.complaint(password, account.credential());
            if (former.isPresent()) {
                return Optional.of(new Outcome.Unfit(former.get()));
            }
        }
        return kept(account, passwordDue ? hashes.hash(password) : null, offer, confirmed);
    }

    /** The log has it first. Should the table not take it then, the person chooses again by the same proof. */
    private Optional<Outcome> kept(
            Account account, @Nullable String hash, @Nullable Offer offer, OptionalLong confirmed) {
        Proven who = account.proven(hash == null ? SignIn.TWO_FACTORS : "one-time-secret+otp");
        try {
            if (hash != null) {
                accounts.passwordSet(who);
            }
            if (confirmed.isPresent()) {
                accounts.secondFactorEnrolled(who);
            }
        } catch (RefusedException refused) {
            return Optional.of(attempts.failed(account, SignIn.LOCKED));
        }
        if (hash != null) {
            credentials.setPassword(account.credential(), hash);
            secrets.spend(account.person());
        }
        if (offer != null && confirmed.isPresent()) {
            credentials.enrol(account.person(), offer.factor(), confirmed.getAsLong());
        }
        return Optional.empty();
    }

    private Outcome refused(Account account) {
        return attempts.failed(account, SECRET);
    }

    /** Takes the same time whatever was shown. */
    private Optional<Proof> shown(@Nullable Account account, String proof) {
        boolean password = signIn.passwordFits(account, proof);
        if (account == null) {
            return Optional.empty();
        }
        if (secrets.opens(account.person(), proof)) {
            return Optional.of(Proof.SECRET);
        }
        return password && account.credential().secondFactor() == null ? Optional.of(Proof.PASSWORD) : Optional.empty();
    }
}
