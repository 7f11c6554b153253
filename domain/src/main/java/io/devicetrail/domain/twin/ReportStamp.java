package io.devicetrail.domain.twin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a device said something: its own count, and its own clock.
 *
 * @param boot names the run of the device that counts {@code seq}
 * @param seq one more for each message of the topic
 * @param at by the device's clock
 */
public record ReportStamp(String boot, long seq, Instant at) {

    /**
     * Whether this was said after {@code other}: within a boot the count tells, whatever the clock did meanwhile; across
     * boots the clock does, as there is nothing else. The same message again is not later than itself.
     */
    public boolean isAfter(@Nullable ReportStamp other) {
        if (other == null) {
            return true;
        }
        return boot.equals(other.boot) ? seq > other.seq : at.isAfter(other.at);
    }
}
