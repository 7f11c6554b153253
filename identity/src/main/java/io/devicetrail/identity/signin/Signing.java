package io.devicetrail.identity.signin;

import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.PasswordRules;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.signin.Attempts.Account;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.signing.SignatureLog;
import io.devicetrail.identity.signing.SignatureLog.RefusedException;
import io.devicetrail.identity.signing.SigningSessions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Gives a signature by proofs at this very moment: both components for the first of a series, the password at least for
 * each later one (21 CFR 11.200(a)(1)). Proofs that do not fit count as failed sign-ins, under the same lock.
 */
@Component
public class Signing {
    private static final String PASSWORD_ALONE = "pwd";
    private static final String ALREADY_SIGNED = "ALREADY_SIGNED";

    private final Attempts attempts;
    private final SignIn signIn;
    private final Sessions sessions;
    private final PasswordRules rules;
    private final PendingSignatures pending;
    private final SigningSessions series;
    private final SignatureLog log;

    public Signing(
            Attempts attempts,
            SignIn signIn,
            Sessions sessions,
            PasswordRules rules,
            PendingSignatures pending,
            SigningSessions series,
            SignatureLog log) {
        this.attempts = attempts;
        this.signIn = signIn;
        this.sessions = sessions;
        this.rules = rules;
        this.pending = pending;
        this.series = series;
        this.log = log;
    }

    /** Whether the next signature from there takes the code too. */
    public boolean takesBoth(Outcome.SignedIn who, Origin origin) {
        return !series.continues(who.session(), origin);
    }

    /** @return the signer, once the log has the signature */
    public Outcome sign(Outcome.SignedIn who, UUID id, String password, String code, Origin origin) {
        boolean both = takesBoth(who, origin);
        return attempts.at(
                who.userName(),
                origin,
                account -> shown(who, id, account, password, both ? code : null),
                account -> given(who, id, account, both));
    }

    /**
     * Empty if the proofs fit; the code has counted then.
     *
     * @param code null if this signature takes none
     */
    private Optional<Outcome> shown(
            Outcome.SignedIn who, UUID id, @Nullable Account account, String password, @Nullable String code) {
        boolean known = signIn.passwordFits(account, password);
        if (account == null || !account.person().equals(who.person())) {
            return Optional.of(attempts.nobody());
        }
        Optional<String> unfit = complaint(who, id, account);
        if (unfit.isPresent()) {
            return Optional.of(new Outcome.Unfit(unfit.get()));
        }
        if (!known) {
            return Optional.of(attempts.failed(account, SignIn.PASSWORD));
        }
        SecondFactor factor = account.credential().secondFactor();
        return factor == null || (code != null && !signIn.codeCounts(account, factor, code))
                ? Optional.of(attempts.failed(account, SignIn.SECOND_FACTOR))
                : Optional.empty();
    }

    /** What stands against it whatever the proofs are. */
    private Optional<String> complaint(Outcome.SignedIn who, UUID id, Account account) {
        if (!sessions.isOpenUnused(who.session()) || !account.holder().active()) {
            return Optional.of("You are not signed in any more; sign in again.");
        }
        if (rules.outlived(account.credential())) {
            return Optional.of("The password has to be changed before it counts again.");
        }
        State state =
                pending.of(who.person(), id).map(signing -> signing.state()).orElse(State.EXPIRED);
        return switch (state) {
            case WAITING -> Optional.empty();
            case SIGNED -> Optional.of("This signature was given already.");
            case EXPIRED -> Optional.of("This signature was not given in time; ask for it again.");
        };
    }

    /**
     * The log has it first. After a crash in between it is there when the same is signed again: given, once. That goes on
     * with no series: the proofs of this moment are in no entry, and the next would be the session's first in the log.
     */
    private Outcome given(Outcome.SignedIn who, UUID id, Account account, boolean both) {
        // Again: there was a moment in between.
        Optional<String> unfit = complaint(who, id, account);
        if (unfit.isPresent()) {
            return new Outcome.Unfit(unfit.get());
        }
        if (!both && takesBoth(who, account.origin())) {
            return new Outcome.Unfit("This signature takes the code too; open its page again.");
        }
        try {
            log.sign(
                    pending.of(who.person(), id).orElseThrow().asked(),
                    account.proven(both ? SignIn.TWO_FACTORS : PASSWORD_ALONE),
                    who.session(),
                    both ? SignIn.METHODS : List.of(PASSWORD_ALONE));
        } catch (RefusedException refused) {
            if (!refused.code().equals(ALREADY_SIGNED)) {
                return new Outcome.Unfit(refused.told());
            }
            pending.signed(id);
            return who;
        }
        pending.signed(id);
        series.signed(who.session(), account.origin());
        return who;
    }
}
