package io.devicetrail.pki.est;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often each may still do something in a minute, or in a day; what is taken comes back little by little. Kept in memory, by each node for itself; of who has not
 * done it for longest it is forgotten, which gives them no less than they had.
 */
final class Allowance {
    /** Of which it is kept at once; each takes about 300 bytes. */
    static final int MOST_BUCKETS = 20_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final int amount;
    private final Duration per;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_BUCKETS;
        }
    };

    Allowance(int perMinute, LongSupplier nanos) {
        this(perMinute, MINUTE, nanos);
    }

    static Allowance ofDay(int perDay, LongSupplier nanos) {
        return new Allowance(perDay, DAY, nanos);
    }

    private Allowance(int amount, Duration per, LongSupplier nanos) {
        this.amount = amount;
        this.per = per;
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
        Bucket known = known(who);
        if (known == null) {
            return 0;
        }
        EstimationProbe probe = known.estimateAbilityToConsume(1);
        return probe.canBeConsumed()
                ? 0
                : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
    }

    /** Whether there was something left to take. */
    boolean take(String who) {
        return bucket(who).tryConsume(1);
    }

    /** Who only asks takes nobody's place. */
    private synchronized @Nullable Bucket known(String who) {
        return buckets.get(who);
    }

    private synchronized Bucket bucket(String who) {
        return buckets.computeIfAbsent(
                who,
                unknown -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(amount).refillGreedy(amount, per))
                        .withCustomTimePrecision(time)
                        .build());
    }
}
