package io.devicetrail.domain.twin;

import io.devicetrail.domain.device.DeviceId;
import java.time.Instant;

/** Tells of twins as the log has them, now or at a moment of the past: no copy that is yet to catch up. */
public interface KnownTwins {
    LoggedTwin now(DeviceId device);

    /** After the event at that log position, and all before it. */
    LoggedTwin atPosition(DeviceId device, long position);

    /** After all events recorded at that time or before it. */
    LoggedTwin atTime(DeviceId device, Instant time);

    /**
     * A twin, {@link DeviceTwin#EMPTY} where the log has nothing of it.
     *
     * @param position log index of the last event in it, {@link #NOTHING} if there is none
     */
    record LoggedTwin(DeviceTwin twin, long position) {
        public static final long NOTHING = -1;
    }
}
