package io.devicetrail.update.agent;

import java.time.Duration;

/** Waiting between attempts; tests do not. */
@FunctionalInterface
interface Pause {
    Duration FIRST = Duration.ofSeconds(1);
    Duration LONGEST = Duration.ofMinutes(5);

    void of(Duration time) throws InterruptedException;

    /** Doubles with each attempt. An interrupted wait is kept for the caller to see, and over. */
    default void before(int attempt) {
        Duration doubled = FIRST.multipliedBy(1L << Math.clamp(attempt, 0, 16));
        try {
            of(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
