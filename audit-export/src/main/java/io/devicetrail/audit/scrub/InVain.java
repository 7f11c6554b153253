package io.devicetrail.audit.scrub;

import io.devicetrail.domain.shared.LogPulse;

/**
 * Tells a log that is away from one that answers everybody else: whoever can make one reading fail would otherwise have
 * the scrubber wait for ever. Used by one thread.
 */
final class InVain {
    /** Rounds that end at the same place while the log answers: the first may be chance. */
    static final int MOST = 5;

    private final LogPulse pulse;
    private long furthest;
    private int rounds;

    InVain(LogPulse pulse) {
        this.pulse = pulse;
    }

    /**
     * A round ended as the log was away.
     *
     * @param events it had compared
     * @return whether that is no pause any more
     */
    boolean ended(long events) {
        if (events > furthest) {
            furthest = events;
            rounds = 0;
        }
        if (pulse.beats()) {
            rounds++;
        }
        return isBlind();
    }

    /**
     * A round goes on.
     *
     * @return whether it has come past the place at which others ended too often
     */
    boolean passed(long events) {
        if (events <= furthest) {
            return false;
        }
        boolean wasBlind = isBlind();
        completed();
        return wasBlind;
    }

    void completed() {
        furthest = 0;
        rounds = 0;
    }

    private boolean isBlind() {
        return rounds >= MOST;
    }
}
