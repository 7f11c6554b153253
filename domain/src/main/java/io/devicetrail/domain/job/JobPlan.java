package io.devicetrail.domain.job;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job does to each device of its cohort, how fast, and when it halts. Commands take it {@link #checked}; events hold
 * whatever was stored once.
 *
 * @param command name in the models' contracts
 * @param timeoutSeconds null for that of the model
 * @param ratePerMinute most commands that are handed out in one minute
 */
public record JobPlan(
        String command,
        SortedMap<String, Object> arguments,
        @Nullable Integer timeoutSeconds,
        int ratePerMinute,
        AbortThresholds abort) {
    /** Most commands in one minute: a command costs some ten events. */
    public static final int MOST_PER_MINUTE = 10_000;

    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final int MILLIS_OF_A_MINUTE = 60_000;

    /** @throws MalformedInput for what is out of bounds, with its field */
    public JobPlan checked() {
        if (timeoutSeconds != null && timeoutSeconds < 1) {
            throw new MalformedInput("timeoutSeconds", "must be at least 1");
        }
        return new JobPlan(
                Shape.text("command", command),
                new TreeMap<>(arguments),
                timeoutSeconds,
                Shape.within("ratePerMinute", ratePerMinute, 1, MOST_PER_MINUTE),
                abort.checked());
    }

    /** Between two ticks: a second, or as long as one command takes at a lower rate. */
    public Duration interval() {
        return ratePerMinute >= SECONDS_OF_A_MINUTE
                ? Duration.ofSeconds(1)
                : Duration.ofMillis(Math.ceilDiv(MILLIS_OF_A_MINUTE, ratePerMinute));
    }

    /**
     * Most commands of one tick, so that sixty of them come to the rate and not to more.
     *
     * @param tick from 1
     */
    public int permits(long tick) {
        return ratePerMinute <= SECONDS_OF_A_MINUTE
                ? 1
                : (int) (tick * ratePerMinute / SECONDS_OF_A_MINUTE - (tick - 1) * ratePerMinute / SECONDS_OF_A_MINUTE);
    }

    /** Why a job halted. */
    public enum Cause {
        FAILED_COUNT,
        FAILED_PERCENT
    }

    /**
     * How many failures halt a job. At least one of the first two is given, and of two the one that is reached first counts.
     * Failures and ends are those of a round, in devices.
     *
     * @param failedPercent share of the devices that have ended; reached exactly, it halts
     * @param failedCount that many devices
     * @param minimumSample the share counts from so many ended devices on
     */
    public record AbortThresholds(
            @Nullable Integer failedPercent, @Nullable Integer failedCount, int minimumSample) {
        /** A share. */
        public static final int WHOLE_PERCENT = 100;

        AbortThresholds checked() {
            if (failedPercent == null && failedCount == null) {
                throw new MalformedInput("abort", "must give failedPercent, failedCount, or both");
            }
            if (failedPercent != null) {
                Shape.within("abort.failedPercent", failedPercent, 1, WHOLE_PERCENT);
            }
            if (failedCount != null) {
                Shape.within("abort.failedCount", failedCount, 1, JobSelection.MOST_DEVICES);
            }
            Shape.within("abort.minimumSample", minimumSample, 1, JobSelection.MOST_DEVICES);
            return this;
        }

        /** Which threshold so many failures among so many ended devices reach. */
        public Optional<Cause> reachedBy(int failed, int ended) {
            if (failedCount != null && failed >= failedCount) {
                return Optional.of(Cause.FAILED_COUNT);
            }
            boolean share = failedPercent != null
                    && failed > 0
                    && ended >= minimumSample
                    && (long) failed * WHOLE_PERCENT >= (long) failedPercent * ended;
            return share ? Optional.of(Cause.FAILED_PERCENT) : Optional.empty();
        }
    }
}
