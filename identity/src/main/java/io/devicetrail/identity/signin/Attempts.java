package io.devicetrail.identity.signin;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.Holder;
import io.devicetrail.identity.account.AccountLog.News;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Credential;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.credential.TooBusyException;
import io.devicetrail.identity.credential.UnreadableFactorException;
import io.devicetrail.identity.signin.Turns.Turn;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way of every attempt. It holds the lock of the credential until the log has taken what came of it: guesses sent
 * side by side are counted one by one, and none outruns the count.
 */
@Component
class Attempts {
    static final String LOCKED_METER = "devicetrail.sign.in.locked";
    static final String FAILED_METER = "devicetrail.sign.in.failed";
    static final String UNKNOWN_METER = "devicetrail.sign.in.unknown";

    /** Longest user name and longest of any text that is looked at. */
    static final int LONGEST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final AccountLog accounts;
    private final Credentials credentials;
    private final TransactionTemplate transactions;
    private final UnknownNames unknown;
    private final Counter lockouts;
    private final Counter failures;
    private final Clock clock;
    private final LeftOut leftOut;
    private final Turns turns = new Turns(Turns.PATIENCE);

    Attempts(
            AccountLog accounts,
            Credentials credentials,
            PlatformTransactionManager transactions,
            UnknownNames unknown,
            MeterRegistry meters,
            Clock clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.transactions = new TransactionTemplate(transactions);
        this.unknown = unknown;
        this.lockouts = meters.counter(LOCKED_METER);
        this.failures = meters.counter(FAILED_METER);
        this.clock = clock;
        this.leftOut = new LeftOut(clock);
    }

    /** Somebody's account during one attempt. */
    record Account(PersonId person, String userName, Holder holder, Credential credential, Origin origin) {
        Proven proven(String authentication) {
            return new Proven(person, holder.printedName(), authentication, origin);
        }
    }

    /**
     * Runs one attempt at an account; the account is null for a name that nobody has. One that is locked is not looked
     * at, whatever is shown: neither work nor answer is for who is kept out.
     */
    Outcome at(String name, Origin origin, Function<@Nullable Account, Outcome> decision) {
        return inTurn(name, origin, userName -> decided(userName, origin, decision));
    }

    /**
     * Looks at proofs, then asks the log. Two transactions: a code that was taken has counted before the log hears of it,
     * so it never counts twice, whatever becomes of the second.
     *
     * @param proofs empty if they fit
     */
    Outcome at(
            String name,
            Origin origin,
            Function<@Nullable Account, Optional<Outcome>> proofs,
            Function<Account, Outcome> then) {
        return inTurn(
                name,
                origin,
                userName -> step(userName, origin, proofs).orElseGet(() -> known(userName, origin, then)));
    }

    /**
     * Changes what somebody proves themselves by, then lets them in. The log has the change for ever, so it must not be
     * undone by what becomes of the rest: a third transaction.
     *
     * @param proofs empty if they fit
     * @param change empty if it was made
     */
    Outcome at(
            String name,
            Origin origin,
            Function<@Nullable Account, Optional<Outcome>> proofs,
            Function<@Nullable Account, Optional<Outcome>> change,
            Function<Account, Outcome> then) {
        return inTurn(
                name,
                origin,
                userName -> step(userName, origin, proofs)
                        .or(() -> step(userName, origin, change))
                        .orElseGet(() -> {
                            Outcome in = safely(() -> known(userName, origin, then));
                            return in instanceof Outcome.Unavailable ? new Outcome.Kept() : in;
                        }));
    }

    /** One transaction. Empty if the attempt goes on. */
    private Optional<Outcome> step(
            String userName, Origin origin, Function<@Nullable Account, Optional<Outcome>> decision) {
        Outcome goesOn = new Outcome.Kept();
        Outcome outcome =
                decided(userName, origin, account -> decision.apply(account).orElse(goesOn));
        return outcome.equals(goesOn) ? Optional.empty() : Optional.of(outcome);
    }

    private Outcome known(String userName, Origin origin, Function<Account, Outcome> decision) {
        return decided(userName, origin, account -> account == null ? nobody() : decision.apply(account));
    }

    private Outcome inTurn(String name, Origin origin, Function<String, Outcome> attempt) {
        String userName = name.strip().toLowerCase(Locale.ROOT);
        if (userName.isEmpty() || userName.length() > LONGEST) {
            unknown.tried();
            return new Outcome.Refused();
        }
        try (Turn turn = turns.take(origin.address())) {
            return turn == null ? new Outcome.Unavailable() : safely(() -> attempt.apply(userName));
        }
    }

    private static Outcome safely(Supplier<Outcome> attempt) {
        try {
            return attempt.get();
        } catch (TooBusyException
                | UnreadableFactorException
                | DataAccessException
                | TransactionException
                | LogAwayException away) {
            LOG.warn("A sign-in could not be decided: {}", away.toString());
            return new Outcome.Unavailable();
        }
    }

    private Outcome decided(String userName, Origin origin, Function<@Nullable Account, Outcome> decision) {
        Outcome outcome = transactions.execute(transaction -> {
            Account account = account(userName, origin);
            return account != null && account.credential().locked(clock.instant())
                    ? failed(account, SignIn.LOCKED)
                    : decision.apply(account);
        });
        return outcome == null ? new Outcome.Unavailable() : outcome;
    }

    private @Nullable Account account(String userName, Origin origin) {
        PersonId person = PersonId.of(PersonId.LOCAL, userName);
        OptionalLong known = credentials.lock(person);
        Optional<Holder> holder = accounts.holder(person);
        if (known.isEmpty() || holder.isEmpty()) {
            return null;
        }
        News news = accounts.since(person, known.getAsLong());
        if (news.sequence() > known.getAsLong()) {
            credentials.takeOver(person, news.events(), news.sequence());
        }
        return new Account(person, userName, holder.get(), credentials.read(person), origin);
    }

    /** Nobody has the name. */
    Outcome nobody() {
        unknown.tried();
        return new Outcome.Refused();
    }

    /** Into the log first, then the answer; a lockout is told at once (21 CFR 11.300(d)). */
    Outcome failed(Account account, String cause) {
        failures.increment();
        PersonId person = account.person();
        if (cause.equals(SignIn.LOCKED) && leftOut.leaves(person)) {
            return new Outcome.Refused();
        }
        boolean locked = accounts.failed(person, cause, leftOut.untold(person), account.origin());
        leftOut.told(person, cause.equals(SignIn.LOCKED));
        if (locked) {
            lockouts.increment();
            LOG.warn(
                    "LOCKOUT: the account of person {} was locked after repeated failed sign-ins, the last from {}."
                            + " See the audit trail of the installation",
                    person,
                    account.origin().address());
        }
        return new Outcome.Refused();
    }
}
