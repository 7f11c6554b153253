package io.devicetrail.identity;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInFailed;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountEvent.SignedOut;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log's end in memory: takes entries, counts failures and locks as the accounts do, and can be away. */
public final class AccountsOfTests implements AccountLog {
    private final Clock clock;
    private final SignInSettings settings;
    private final Map<PersonId, Holder> holders = new HashMap<>();
    private final Map<PersonId, List<AccountEvent>> streams = new HashMap<>();
    private final List<String> entries = new ArrayList<>();
    private boolean away;

    public AccountsOfTests(Clock clock, SignInSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    public synchronized PersonId register(String userName) {
        PersonId person = PersonId.of(PersonId.LOCAL, userName);
        holders.put(person, new Holder(userName + " as printed", true));
        return person;
    }

    public synchronized PersonId register(String issuer, String subject) {
        PersonId person = PersonId.of(issuer, subject);
        holders.put(person, new Holder(subject + " as printed", true));
        return person;
    }

    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    public synchronized List<String> entries() {
        return List.copyOf(entries);
    }

    public synchronized long count(String entry) {
        return entries.stream().filter(entry::equals).count();
    }

    public synchronized void secondFactorReset(PersonId person) {
        add(person, new SecondFactorReset(AccountId.of(person), person), "second factor reset");
    }

    public synchronized void unlocked(PersonId person) {
        add(person, new AccountUnlocked(AccountId.of(person), person), "unlocked");
    }

    public synchronized void secretIssued(PersonId person) {
        add(person, new SignInSecretIssued(AccountId.of(person), person, clock.instant()), "secret issued");
    }

    public synchronized void deactivated(PersonId person) {
        holders.put(person, new Holder("as printed", false));
    }

    private void add(PersonId person, AccountEvent event, String entry) {
        if (away) {
            throw new LogAwayException(entry, new IllegalStateException("away"));
        }
        streams.computeIfAbsent(person, none -> new ArrayList<>()).add(event);
        entries.add(entry);
    }

    private List<AccountEvent> stream(PersonId person) {
        return streams.getOrDefault(person, List.of());
    }

    private boolean locked(PersonId person) {
        boolean locked = false;
        for (AccountEvent event : stream(person)) {
            if (event instanceof AccountLocked lock) {
                locked = clock.instant().isBefore(lock.until());
            } else if (event instanceof AccountUnlocked) {
                locked = false;
            }
        }
        return locked;
    }

    private int failures(PersonId person) {
        int failures = 0;
        for (AccountEvent event : stream(person)) {
            if (event instanceof SignInFailed) {
                failures++;
            } else if (event instanceof SignedIn || event instanceof AccountUnlocked) {
                failures = 0;
            } else if (event instanceof AccountLocked lock && !clock.instant().isBefore(lock.until())) {
                failures = 0;
            }
        }
        return failures;
    }

    @Override
    public synchronized Optional<Holder> holder(PersonId person) {
        return Optional.ofNullable(holders.get(person));
    }

    @Override
    public synchronized News since(PersonId person, long sequence) {
        List<AccountEvent> all = stream(person);
        return new News(
                all.size() - 1,
                all.subList((int) (sequence + 1), all.size()).stream().toList());
    }

    @Override
    public synchronized boolean passwordEverSet(PersonId person) {
        return stream(person).stream().anyMatch(AccountEvent.PasswordSet.class::isInstance);
    }

    @Override
    public synchronized long signedIn(Proven who, String session, List<String> methods) {
        if (locked(who.person())) {
            throw new RefusedException("ACCOUNT_LOCKED");
        }
        add(who.person(), new SignedIn(AccountId.of(who.person()), who.person(), session, methods), "signed in");
        return stream(who.person()).size() - 1;
    }

    @Override
    public synchronized long signedInElsewhere(
            Proven who, String session, String issuer, List<String> methods, List<String> twoFactors) {
        AccountId account = AccountId.of(who.person());
        add(
                who.person(),
                new AccountEvent.SignedInElsewhere(account, who.person(), session, issuer, methods, twoFactors),
                "signed in elsewhere: " + methods);
        return stream(who.person()).size() - 1;
    }

    @Override
    public synchronized boolean failed(PersonId person, String cause, int leftOut, Origin origin) {
        boolean open = !locked(person);
        int failures = failures(person) + 1;
        add(
                person,
                new SignInFailed(AccountId.of(person), person, cause, failures, leftOut),
                "failed: " + cause + (leftOut == 0 ? "" : " after " + leftOut + " left out"));
        if (open && failures >= settings.maxFailures()) {
            Instant until = clock.instant().plus(settings.lockFor());
            add(person, new AccountLocked(AccountId.of(person), person, failures, until), "locked");
            return true;
        }
        return false;
    }

    @Override
    public synchronized void passwordSet(Proven who) {
        add(who.person(), new AccountEvent.PasswordSet(AccountId.of(who.person()), who.person()), "password set");
    }

    @Override
    public synchronized void secondFactorEnrolled(Proven who) {
        add(
                who.person(),
                new AccountEvent.SecondFactorEnrolled(AccountId.of(who.person()), who.person(), "otp"),
                "second factor enrolled");
    }

    @Override
    public synchronized void tokenIssued(
            Proven who, String session, String client, String grantType, Instant expiresAt) {
        entries.add("token");
    }

    @Override
    public synchronized void signedOut(PersonId person, String session, String cause, Origin origin) {
        add(person, new SignedOut(AccountId.of(person), person, session, cause), "signed out: " + cause);
    }

    @Override
    public synchronized void signedOut(Proven who, String session, String cause) {
        signedOut(who.person(), session, cause, who.origin());
    }
}
