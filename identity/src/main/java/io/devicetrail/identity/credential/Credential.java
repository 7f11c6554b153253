package io.devicetrail.identity.credential;

import io.devicetrail.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of somebody's proofs. As it was when its row was locked.
 *
 * @param lockedUntil nobody gets in before; null if it was not locked, or unlocked
 * @param passwordHash null before the first password
 * @param previousHashes newest first, without the one in force
 * @param secondFactor null before one is enrolled
 */
public record Credential(
        PersonId person,
        @Nullable Instant lockedUntil,
        @Nullable String passwordHash,
        @Nullable Instant passwordSetAt,
        List<String> previousHashes,
        @Nullable SecondFactor secondFactor) {

    /** Whether nobody gets in now, whatever they prove (21 CFR 11.300(d)). */
    public boolean locked(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    @Override
    public String toString() {
        return "Credential[person=" + person + "]";
    }
}
