package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whose offers were on their way each time that a connection to the broker ended. Some brokers refuse a message by that, and
 * do not say which; one that ended for another cause takes the same offers on the next connection.
 */
final class LostOffers {
    /** Connections in a row that ended before the same offer was answered: no chance any more. */
    static final int MOST_TIMES = 3;

    private static final int MOST_RUNS = 1_000;

    private final Map<RolloutRunId, Lost> runs = new HashMap<>();

    /** @param devices on their way at each of the last {@code times} */
    private record Lost(Set<DeviceId> devices, int times) {}

    /** Returns whether it has come to {@link #MOST_TIMES} with one of these devices, and then begins anew. */
    synchronized boolean lostOnceMore(RolloutRunId run, Collection<DeviceId> devices) {
        Lost before = runs.remove(run);
        Set<DeviceId> eachTime = new HashSet<>(devices);
        int times = 1;
        if (before != null && !Collections.disjoint(before.devices(), eachTime)) {
            eachTime.retainAll(before.devices());
            times += before.times();
        }
        if (times >= MOST_TIMES) {
            return true;
        }
        if (runs.size() >= MOST_RUNS) {
            runs.clear();
        }
        runs.put(run, new Lost(eachTime, times));
        return false;
    }

    /** Their offers are not what ended it. */
    synchronized void answered(RolloutRunId run, Collection<DeviceId> devices) {
        Lost before = runs.get(run);
        if (before != null) {
            devices.forEach(before.devices()::remove);
            if (before.devices().isEmpty()) {
                runs.remove(run);
            }
        }
    }
}
