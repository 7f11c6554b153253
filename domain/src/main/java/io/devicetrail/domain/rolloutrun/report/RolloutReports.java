package io.devicetrail.domain.rolloutrun.report;

import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.time.Instant;
import java.util.Optional;

/** Tells what runs came to, from the log, now or at a moment of the past: no copy that is yet to catch up. */
public interface RolloutReports {
    /**
     * Most that is read for one report: events, and devices that they tell of. A run of the largest cohort comes to 500,000
     * in its first round.
     */
    int MOST_READ = 1_000_000;

    /**
     * Empty if there was no such run.
     *
     * @throws TooLong if more than {@link #MOST_READ} would have to be read
     */
    Optional<RolloutReport> now(RolloutRunId run);

    /** The same after the event at that log position, and all before it. */
    Optional<RolloutReport> atPosition(RolloutRunId run, long position);

    /** The same before the first event that was recorded after that time. */
    Optional<RolloutReport> atTime(RolloutRunId run, Instant time);

    /** The run is too long to be told while somebody waits. */
    final class TooLong extends RuntimeException {
        public TooLong(RolloutRunId run) {
            super("run " + run + " has more than " + MOST_READ + " events and devices in them up to there");
        }
    }
}
