package io.devicetrail.sagas.silence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param settle for how long a device is silent before that is told: time to come back, or to take others with it; for
 *     how long it is back before that is closed; and until a look that could not do all is followed by the next
 */
@ConfigurationProperties("devicetrail.incidents")
public record SilenceSettings(@DefaultValue("15s") Duration settle) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Most looks within the time to settle, each for all that have settled since the one before. */
    private static final int LOOKS = 10;

    public SilenceSettings {
        if (settle.compareTo(SHORTEST) < 0 || settle.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("devicetrail.incidents.settle must be 1s to 1h");
        }
    }

    /** Between two looks, at least: a device is told by so much later than it has settled. */
    Duration pause() {
        return settle.dividedBy(LOOKS);
    }
}
