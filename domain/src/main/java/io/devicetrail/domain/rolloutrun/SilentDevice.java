package io.devicetrail.domain.rolloutrun;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.devicetrail.domain.device.DeviceId;
import java.time.Instant;

/**
 * A device that said nothing for as long as the plan lets it.
 *
 * @param attempt by which it was offered the release
 * @param from where it was; {@code WAITING} if its offer was taken back and it heard nothing of another
 * @param since when it was offered the release first in its round, or what it said last was received; to the next full minute
 */
public record SilentDevice(DeviceId device, int attempt, RolloutDeviceState from, Instant since) {
    /** As its error code, which has where it fell silent behind it. */
    public static final String TIMED_OUT = "TIMED_OUT_";

    /** Its error code: it gave none itself. */
    @JsonIgnore
    public String code() {
        return TIMED_OUT + from;
    }
}
