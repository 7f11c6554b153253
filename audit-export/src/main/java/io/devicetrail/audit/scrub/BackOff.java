package io.devicetrail.audit.scrub;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long not to ask again after a refusal: twice as long each time, up to a limit. Used by one thread. */
final class BackOff {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final LongSupplier nanos;
    private long since;
    private Duration wait = Duration.ZERO;

    /** @param nanos as {@link System#nanoTime} */
    BackOff(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isOver() {
        return wait.isZero() || nanos.getAsLong() - since >= wait.toNanos();
    }

    void longer() {
        Duration twice = wait.isZero() ? SHORTEST : wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        since = nanos.getAsLong();
    }

    void end() {
        wait = Duration.ZERO;
    }
}
