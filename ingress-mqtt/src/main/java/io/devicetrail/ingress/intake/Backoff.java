package io.devicetrail.ingress.intake;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The pauses between tries: each twice the one before, up to a longest. Ends early when its thread is interrupted. */
public final class Backoff {
    private final Duration longest;
    private Duration next;

    public Backoff(Duration shortest, Duration longest) {
        this.next = shortest;
        this.longest = longest;
    }

    public void pause() throws InterruptedException {
        LockSupport.parkNanos(next.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException("asked to stop between two tries");
        }
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
