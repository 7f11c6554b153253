package io.devicetrail.commandside.account;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.AccountUnlocked;
import io.devicetrail.domain.account.AccountEvent.SignInFailed;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountRejection.Locked;
import io.devicetrail.domain.account.AccountRejection.NotLocked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what failed since the last sign-in, unlocking or end of a lock, and keeps a lock for its time (21 CFR 11.300(d)).
 *
 * @param lockedUntil end of the newest lock, which may be over; null if there is none to think of
 */
record Attempts(int failures, @Nullable Instant lockedUntil) {
    static final Attempts NONE = new Attempts(0, null);

    boolean locked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    void requireOpen(Instant now) {
        Instant until = lockedUntil;
        if (until != null && now.isBefore(until)) {
            throw because(new Locked(until));
        }
    }

    void requireLocked(Instant now) {
        unless(locked(now), new NotLocked());
    }

    /** A lock that is over ends the row. */
    int failuresBefore(Instant now) {
        return lockedUntil == null || locked(now) ? failures : 0;
    }

    /** In what the log's times are told in. */
    static Instant lockEnd(Instant now, Duration lockFor) {
        return now.plus(lockFor).truncatedTo(ChronoUnit.MICROS);
    }

    Attempts after(AccountEvent event) {
        return switch (event) {
            // The first of a row tells that a lock before it is over: nothing here reads a clock.
            case SignInFailed e -> new Attempts(e.failures(), e.failures() == 1 ? null : lockedUntil);
            case AccountLocked e -> new Attempts(e.failures(), e.until());
            case AccountUnlocked e -> NONE;
            case SignedIn e -> NONE;
            case AccountEvent.SignedInElsewhere e -> this;
            case AccountEvent.SignInSecretIssued e -> this;
            case AccountEvent.SecondFactorReset e -> this;
            case AccountEvent.PasswordSet e -> this;
            case AccountEvent.SecondFactorEnrolled e -> this;
            case AccountEvent.SignedOut e -> this;
            case AccountEvent.TokenIssued e -> this;
        };
    }
}
