package io.devicetrail.app.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What each may still ask. Kept in memory, by each node for itself: of who has not asked for longest it is forgotten,
 * which gives them no less than they had.
 */
final class Allowances {
    /** People, keys and addresses of which it is kept at once; each takes about 300 bytes. */
    static final int MOST_BUCKETS = 20_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int perMinute;
    private final long atOnce;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_BUCKETS;
        }
    };

    Allowances(int perMinute, Duration burst, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.atOnce = Math.max(1, perMinute * burst.toMillis() / MINUTE.toMillis());
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

    /** Takes one request of theirs; if there is none left, says after how many seconds there is one. */
    OptionalLong take(String who) {
        ConsumptionProbe probe = bucket(who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1));
    }

    synchronized int kept() {
        return buckets.size();
    }

    private synchronized Bucket bucket(String who) {
        return buckets.computeIfAbsent(
                who,
                unknown -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(atOnce).refillGreedy(perMinute, MINUTE))
                        .withCustomTimePrecision(time)
                        .build());
    }
}
