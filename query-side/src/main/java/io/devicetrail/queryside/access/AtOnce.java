package io.devicetrail.queryside.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each person or key has at the same time, at most: requests that are worked on, streams, sockets.
 * What one of them takes must not be missing to the others.
 */
public final class AtOnce {
    private final int most;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    public AtOnce(int most) {
        this.most = most;
    }

    /** False if there are as many already; otherwise {@link #leave} is owed. */
    public boolean enter(String who) {
        boolean[] entered = {false};
        open.compute(who, (key, now) -> {
            int before = now == null ? 0 : now;
            entered[0] = before < most;
            return entered[0] ? Integer.valueOf(before + 1) : now;
        });
        return entered[0];
    }

    public void leave(String who) {
        open.computeIfPresent(who, (key, now) -> now == 1 ? null : now - 1);
    }
}
