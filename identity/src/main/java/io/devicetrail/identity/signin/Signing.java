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
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    private final Clock clock;

    public Signing(
            Attempts attempts,
            SignIn signIn,
            Sessions sessions,
            PasswordRules rules,
            PendingSignatures pending,
            SigningSessions series,
            SignatureLog log,
            Clock clock) {
        this.attempts = attempts;
        this.signIn = signIn;
        this.sessions = sessions;
        this.rules = rules;
        this.pending = pending;
        this.series = series;
        this.log = log;
        this.clock = clock;
    }

    /** Whether the next signature from there takes the code too. */
    public boolean takesBoth(Outcome.SignedIn who, Origin origin) {
        return !series.continues(who.session(), origin);
    }

    /** @return the signer, once the log has the signature */
    public Outcome sign(Outcome.SignedIn who, UUID id, String password, String code, Origin origin) {
        return attempts.at(who.userName(), origin, account -> {
            boolean known = signIn.passwordFits(account, password);
            if (account == null || !account.person().equals(who.person())) {
                return attempts.nobody();
            }
            Optional<String> unfit = complaint(who, id, account);
            if (unfit.isPresent()) {
                return new Outcome.Unfit(unfit.get());
            }
            if (account.credential().locked(clock.instant())) {
                return attempts.failed(account, SignIn.LOCKED);
            }
            if (!known) {
                return attempts.failed(account, SignIn.PASSWORD);
            }
            boolean both = takesBoth(who, origin);
            SecondFactor factor = account.credential().secondFactor();
            if (factor == null || (both && !signIn.codeCounts(account, factor, code))) {
                return attempts.failed(account, SignIn.SECOND_FACTOR);
            }
            return given(who, id, account, both);
        });
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

    /** The log has it first. After a crash in between it is there when the same is signed again: given, once. */
    private Outcome given(Outcome.SignedIn who, UUID id, Account account, boolean both) {
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
        }
        pending.signed(id);
        series.signed(who.session(), account.origin());
        return who;
    }
}
