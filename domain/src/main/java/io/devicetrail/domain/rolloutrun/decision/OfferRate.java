package io.devicetrail.domain.rolloutrun.decision;

import java.time.Duration;

/** How many devices a tick offers the release to. The tick's number is the measure, not a clock, as in a job. */
public record OfferRate(int perMinute) {
    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final int MILLIS_OF_A_MINUTE = 60_000;

    /** Between two ticks: a second, or as long as one offer takes at a lower rate. */
    public Duration interval() {
        return perMinute >= SECONDS_OF_A_MINUTE
                ? Duration.ofSeconds(1)
                : Duration.ofMillis(Math.ceilDiv(MILLIS_OF_A_MINUTE, perMinute));
    }

    /**
     * Most offers of one tick, so that sixty of them come to the rate and not to more.
     *
     * @param tick from 1
     */
    public int permits(long tick) {
        return perMinute <= SECONDS_OF_A_MINUTE
                ? 1
                : (int) (tick * perMinute / SECONDS_OF_A_MINUTE - (tick - 1) * perMinute / SECONDS_OF_A_MINUTE);
    }

    /** The least time in which so many devices are offered the release. */
    public Duration leastFor(int devices) {
        return perMinute <= SECONDS_OF_A_MINUTE
                ? interval().multipliedBy(devices)
                : Duration.ofSeconds(Math.ceilDiv((long) devices * SECONDS_OF_A_MINUTE, perMinute));
    }
}
