package io.devicetrail.edge.source;

import java.time.Duration;

/** Doubling delays between a first and a longest one; not thread-safe, owned by the loop that waits. */
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    public Duration next() {
        Duration delay = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return delay;
    }

    public void reset() {
        next = first;
    }
}
