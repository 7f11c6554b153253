package io.devicetrail.audit.scrub;

import io.devicetrail.domain.shared.LogPulse;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a log that is away from one that answers everybody else: whoever can make one reading fail would otherwise have
 * the scrubber wait for ever. Only a round that was completed shows that nobody does: however far another came, what is
 * behind it was not compared. Told by one thread, asked by any.
 */
final class InVain {
    /** Rounds since one was completed that found the log away while it answered others: the first may be chance. */
    static final int MOST = 5;

    /** Without a completed round, whatever the reason, where {@link #PLANNED} rounds take less. */
    static final Duration LONGEST = Duration.ofDays(1);

    /** Rounds of the planned length: a machine may be slower than its plan, and one round interrupted. */
    static final int PLANNED = 3;

    private final LogPulse pulse;
    private final ScrubPace pace;
    private final LongSupplier nanos;
    private int rounds;
    private boolean begun;
    private boolean everBegun;
    private volatile Span span;

    /** @param bound how long without a completed round, since {@code since} */
    private record Span(long since, Duration bound) {}

    /** @param nanos as {@link System#nanoTime} */
    InVain(LogPulse pulse, ScrubPace pace, LongSupplier nanos) {
        this.pulse = pulse;
        this.pace = pace;
        this.nanos = nanos;
        this.span = fromNow();
    }

    private Span fromNow() {
        return new Span(nanos.getAsLong(), bound(0));
    }

    private Duration bound(long events) {
        Duration planned = pace.planned(events).multipliedBy(PLANNED);
        return planned.compareTo(LONGEST) > 0 ? planned : LONGEST;
    }

    /** Nothing was signed: no round is due, unless there was something before. */
    void nothingToCheck() {
        if (!everBegun) {
            span = fromNow();
        }
    }

    /** A round over so many events begins. Those that begin after one in vain have no more time for a log that grew. */
    void began(long events) {
        if (!begun) {
            begun = true;
            everBegun = true;
            span = new Span(span.since(), bound(events));
        }
    }

    /** A round ended as the log was away. */
    void ended() {
        if (pulse.beats()) {
            rounds++;
        }
    }

    /** A whole round was completed. */
    void completed() {
        rounds = 0;
        begun = false;
        span = fromNow();
    }

    /** Whether too many rounds ended early, or none was completed for too long. */
    boolean isTooMuch() {
        return rounds >= MOST || isTooLong();
    }

    boolean isTooLong() {
        Span now = span;
        return Duration.ofNanos(nanos.getAsLong() - now.since()).compareTo(now.bound()) > 0;
    }

    /** Of {@link #isTooLong}, in words. */
    String tooLong() {
        return "no round was completed for " + span.bound().toHours() + " hours";
    }
}
