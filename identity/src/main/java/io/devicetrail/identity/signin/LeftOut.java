package io.devicetrail.identity.signin;

import io.devicetrail.domain.person.PersonId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts attempts at locked accounts that get no entry of their own: the log is for ever, and an attempt costs its maker
 * nothing. The next entry tells how many there were. In memory; a restart forgets those that were not told yet, the
 * meter of failures has them all. Asked for one account by one attempt at a time.
 */
final class LeftOut {
    /** Between two entries about attempts at the same account during a lock. */
    static final Duration ENTRY_EVERY = Duration.ofMinutes(1);
    /** Accounts whose attempts are counted; the one that was not tried for longest goes first. */
    static final int MOST_ACCOUNTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

    private final Clock clock;
    private final Map<PersonId, Count> counts = new LinkedHashMap<>();

    LeftOut(Clock clock) {
        this.clock = clock;
    }

    private record Count(Instant told, int attempts) {}

    /** Whether an entry about this account was made so lately that the next attempt needs none; it is counted then. */
    synchronized boolean leaves(PersonId person) {
        Count count = counts.get(person);
        if (count == null || !clock.instant().isBefore(count.told().plus(ENTRY_EVERY))) {
            return false;
        }
        put(person, new Count(count.told(), count.attempts() + 1));
        return true;
    }

    /** How many the next entry tells. */
    synchronized int untold(PersonId person) {
        Count count = counts.get(person);
        return count == null ? 0 : count.attempts();
    }

    /** The log has an entry, with those that were left out before it; of one that was looked at the next is one, too. */
    synchronized void told(PersonId person, boolean locked) {
        if (locked) {
            put(person, new Count(clock.instant(), 0));
        } else {
            counts.remove(person);
        }
    }

    private void put(PersonId person, Count count) {
        counts.remove(person);
        counts.put(person, count);
        if (counts.size() > MOST_ACCOUNTS) {
            PersonId oldest = counts.keySet().iterator().next();
            Count lost = counts.remove(oldest);
            if (lost != null && lost.attempts() > 0) {
                LOG.warn("{} attempts at the locked account of person {} have no entry", lost.attempts(), oldest);
            }
        }
    }
}
