package io.devicetrail.app.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests of each person or key are being worked on, whether or not somebody still waits for the answer: few
 * slow ones of one must not take all threads from the others.
 */
final class AtOnce {
    private final int most;
    private final Map<String, Integer> working = new ConcurrentHashMap<>();

    AtOnce(int most) {
        this.most = most;
    }

    /** False if there are as many already; otherwise {@link #leave} is owed. */
    boolean enter(String who) {
        boolean[] entered = {false};
        working.compute(who, (key, now) -> {
            int before = now == null ? 0 : now;
            entered[0] = before < most;
            return entered[0] ? Integer.valueOf(before + 1) : now;
        });
        return entered[0];
    }

    void leave(String who) {
        working.computeIfPresent(who, (key, now) -> now == 1 ? null : now - 1);
    }

    /** Who is being worked for. */
    int people() {
        return working.size();
    }
}
