package io.devicetrail.commandside.account;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.PasswordSet;
import io.devicetrail.domain.account.AccountEvent.SecondFactorEnrolled;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who opened one of the account's two doors lately, so that nobody opens both (21 CFR 11.200(a)(3): misuse needs two).
 * A secret gives the password, a reset takes the other factor: one who had done both could sign in as the person.
 *
 * @param issuers whose secrets may have become a password that the person does not know
 * @param secretUntil when the newest secret expires; null if it was spent
 * @param signedInSince whether the person has signed in after it was issued, and so with a password of their own
 * @param resetBy who reset the second factor; null if one is enrolled, or never was
 */
record Assistance(
        List<String> issuers,
        @Nullable Instant secretUntil,
        boolean signedInSince,
        @Nullable String resetBy) {
    static final Assistance NONE = new Assistance(List.of(), null, false, null);

    /** Of who never had a second factor nobody has reset one: one administrator invites them. */
    boolean mayIssueSecret(String actor) {
        return !actor.equals(resetBy);
    }

    boolean mayResetFactor(String actor, Instant now) {
        return !knowsPassword(actor, now);
    }

    /** Who knows the password needs only the code, and could guess on as often as they end the lock themselves. */
    boolean mayUnlock(String actor, Instant now) {
        return !knowsPassword(actor, now);
    }

    /** A secret that nobody used stays a danger until it expires, also after the person has signed in. */
    private boolean knowsPassword(String actor, Instant now) {
        return issuers.contains(actor) && (!signedInSince || secretInForce(now));
    }

    boolean secretInForce(Instant now) {
        return secretUntil != null && now.isBefore(secretUntil);
    }

    Assistance after(AccountEvent event, @Nullable String actor) {
        return switch (event) {
            case SignInSecretIssued e -> new Assistance(with(actor), e.expiresAt(), false, resetBy);
            case PasswordSet e -> new Assistance(issuers, null, signedInSince, resetBy);
            case SignedIn e -> new Assistance(secretUntil == null ? List.of() : issuers, secretUntil, true, resetBy);
            case SecondFactorReset e -> new Assistance(issuers, secretUntil, signedInSince, actor);
            case SecondFactorEnrolled e -> new Assistance(issuers, secretUntil, signedInSince, null);
            case AccountEvent.SignedInElsewhere e -> this;
            case AccountEvent.AccountUnlocked e -> this;
            case AccountEvent.SignInFailed e -> this;
            case AccountEvent.AccountLocked e -> this;
            case AccountEvent.SignedOut e -> this;
            case AccountEvent.TokenIssued e -> this;
        };
    }

    private List<String> with(@Nullable String actor) {
        return actor == null
                ? issuers
                : Stream.concat(issuers.stream(), Stream.of(actor)).distinct().toList();
    }
}
