package io.devicetrail.eventstore.deadletter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How often an event has failed. Each time the whole batch is rolled back, so nothing half done is ever kept; only an
 * event that has failed often enough is passed over, without being tried again in the transaction that parks it.
 * Forgotten when the process ends: then it is tried as often once more.
 */
final class Strikes {
    /** Tries of an event before it is a dead letter. */
    static final int MOST = 2;

    private final Map<Long, Strike> byIndex = new ConcurrentHashMap<>();

    private record Strike(int count, Throwable last) {}

    void add(long index, Throwable failure) {
        byIndex.merge(index, new Strike(1, failure), (before, one) -> new Strike(before.count + 1, failure));
    }

    /** What happened last, if that was once too often; else null. */
    @Nullable Throwable out(long index) {
        Strike strike = byIndex.get(index);
        return strike != null && strike.count >= MOST ? strike.last : null;
    }

    /** After a commit: what has failed before it was applied or parked by it. */
    void forgetAll() {
        byIndex.clear();
    }
}
