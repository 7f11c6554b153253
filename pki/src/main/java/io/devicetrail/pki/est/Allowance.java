package io.devicetrail.pki.est;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often each may still do something in a minute. Kept in memory, by each node for itself; of who has not done it for
 * longest it is forgotten, which gives them no less than they had.
 */
final class Allowance {
    /** Of which it is kept at once; each takes about 300 bytes. */
    static final int MOST_BUCKETS = 20_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_BUCKETS;
        }
    };

    Allowance(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    /** Takes nothing: the seconds after which there is something left, 0 if there is now. */
    long secondsToWait(String who) {
        EstimationProbe probe = bucket(who).estimateAbilityToConsume(1);
        return probe.canBeConsumed()
                ? 0
                : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
    }

    /** Whether there was something left to take. */
    boolean take(String who) {
        return bucket(who).tryConsume(1);
    }

    private synchronized Bucket bucket(String who) {
        return buckets.computeIfAbsent(
                who,
                unknown -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                        .withCustomTimePrecision(time)
                        .build());
    }
}
