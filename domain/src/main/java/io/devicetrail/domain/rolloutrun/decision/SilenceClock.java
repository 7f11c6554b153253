package io.devicetrail.domain.rolloutrun.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when each device of a run is silent: four bytes for a device, in full minutes from 1970 on and rounded up, so that
 * nobody is cut short. Empty where the plan lets devices be silent.
 */
final class SilenceClock {
    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final int NOT_ASKED = 0;

    /** Of the plan, in minutes; {@link #NOT_ASKED} if it says nothing. */
    private int most;
    /** By place; 0 where nothing counts. None where nobody asks. */
    private int[] since = new int[0];

    SilenceClock copy() {
        SilenceClock copy = new SilenceClock();
        copy.most = most;
        copy.since = since.clone();
        return copy;
    }

    /** @param minutes of the plan; null if nobody asks */
    void watch(@Nullable Integer minutes, int devices) {
        most = minutes == null ? NOT_ASKED : minutes;
        since = new int[asked() ? devices : 0];
    }

    /** How long a device may be silent, in minutes. */
    int most() {
        return most;
    }

    boolean asked() {
        return most != NOT_ASKED;
    }

    /** The first time of a round counts: told again it is no less silent. */
    void offered(int place, @Nullable Instant at) {
        if (asked() && at != null && since[place] == 0) {
            since[place] = full(at);
        }
    }

    /** Reports may come in another order than they were received in. */
    void heard(int place, Instant at) {
        if (asked()) {
            since[place] = Math.max(since[place], full(at));
        }
    }

    void forget(int place) {
        if (asked()) {
            since[place] = 0;
        }
    }

    Instant since(int place) {
        return at(since[place]);
    }

    boolean over(int place, Instant at) {
        return since[place] != 0 && !at.isBefore(at(since[place] + most));
    }

    /** When the first of those that are awaited has been silent for long enough; null if nobody is. */
    @Nullable Instant firstOver(RolloutBook book) {
        int first = Integer.MAX_VALUE;
        for (int place = 0; place < since.length; place++) {
            if (since[place] != 0 && since[place] < first && book.awaited(place)) {
                first = since[place];
            }
        }
        return first == Integer.MAX_VALUE ? null : at(first + most);
    }

    /** As many as the run has devices; none where nobody asks. */
    int places() {
        return since.length;
    }

    private static int full(Instant at) {
        return Math.toIntExact(
                Math.ceilDiv(at.getEpochSecond() + (at.getNano() > 0 ? 1 : 0), (long) SECONDS_OF_A_MINUTE));
    }

    private static Instant at(int minute) {
        return Instant.ofEpochSecond((long) minute * SECONDS_OF_A_MINUTE);
    }
}
