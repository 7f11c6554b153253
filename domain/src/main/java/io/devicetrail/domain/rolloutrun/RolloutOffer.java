package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a device is offered the release and has not said anything yet.
 *
 * @param zone IANA time zone in which it reads the plan's windows; null where there are none
 * @param until when it is to be told; null if that has no end. Where it is past, its window is closed: it is not told, and
 *     its turn comes again
 */
public record RolloutOffer(
        DeviceId device, @Nullable String zone, @Nullable Instant until) {
    public boolean open(Instant at) {
        return until == null || until.isAfter(at);
    }

    /** So long at most, and not for longer than it is to be told. */
    public Duration within(Duration most, Instant at) {
        return until == null || Duration.between(at, until).compareTo(most) > 0 ? most : Duration.between(at, until);
    }
}
