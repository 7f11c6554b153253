package io.devicetrail.queryside.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How somebody signs in here.
 *
 * @param lockedUntil of the newest lock, past or future: what is derived from the log knows no now
 */
record Account(
        @Nullable Instant passwordSetAt,
        @Nullable String secondFactor,
        @Nullable Instant lastSignInAt,
        @Nullable Instant lockedUntil,
        @Nullable Instant secretExpiresAt) {}
