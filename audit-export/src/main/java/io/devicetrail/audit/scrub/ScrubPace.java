package io.devicetrail.audit.scrub;

import java.time.Duration;

/**
 * How fast the scrubber goes, so that nobody else notices it.
 *
 * @param eventsPerSecond most events compared in a second, 1 to 1,000,000
 * @param pause between two rounds, 100 milliseconds to 7 days
 */
public record ScrubPace(int eventsPerSecond, Duration pause) {
    private static final int FASTEST = 1_000_000;
    /** A faster pace may be asked for, but not every machine keeps it. */
    private static final int SURE = 5_000;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(7);

    public ScrubPace {
        if (eventsPerSecond < 1 || eventsPerSecond > FASTEST) {
            throw new IllegalArgumentException(
                    "devicetrail.ledger.scrub.events-per-second must be between 1 and " + FASTEST);
        }
        if (pause.compareTo(SHORTEST_PAUSE) < 0 || pause.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("devicetrail.ledger.scrub.pause must be between 100ms and 7d");
        }
    }

    /** How long a round over so many events, and the pause before it, should take on any machine. */
    Duration planned(long events) {
        return Duration.ofSeconds(events / Math.min(eventsPerSecond, SURE)).plus(pause);
    }

    /** How long so many events take at least. */
    long nanos(long events) {
        return Math.multiplyExact(events, 1_000_000_000L / eventsPerSecond);
    }
}
