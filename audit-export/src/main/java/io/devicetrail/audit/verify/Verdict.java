package io.devicetrail.audit.verify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param origin name of the ledger; empty if not even that could be read
 * @param size events under the checkpoint
 * @param compared whether the log was compared as well
 * @param beyond events of the log that the checkpoint does not cover yet, counted up to {@link #MOST_COUNTED}
 * @param found how many findings there are
 * @param findings the first {@link #MOST_KEPT} of them, lowest index first; {@link LedgerCheck.Progress} hears of all
 * @param attested what others vouch for, of those who were asked about
 */
public record Verdict(
        String origin,
        long size,
        boolean compared,
        long beyond,
        long found,
        List<Finding> findings,
        List<Attested> attested) {
    /** Nobody reads more, and no memory is there for all that a changed past may differ in. */
    public static final int MOST_KEPT = 100;

    /** More than a second's worth of events: that there are as many is the news. */
    public static final int MOST_COUNTED = 10_000;

    /**
     * @param index of the first event that it concerns; {@link #NOT_OF_AN_EVENT} for signatures and the like
     * @param what differs, for a person
     */
    public record Finding(long index, String what) {
        public static final long NOT_OF_AN_EVENT = -1;

        @Override
        public String toString() {
            return index == NOT_OF_AN_EVENT ? what : "event " + index + ": " + what;
        }
    }

    /**
     * How far the word of a witness or an authority goes.
     *
     * @param events under the newest checkpoint that it has signed; of later ones it says nothing
     * @param at when it signed, by its own clock
     */
    public record Attested(String by, long events, @Nullable Instant at) {}

    public boolean ok() {
        return found == 0;
    }
}
