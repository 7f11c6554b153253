package io.devicetrail.sagas.silence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param settle for how long a device must be silent before it is looked at: time to come back, or to take others with
 *     it; between two looks, the same
 */
@ConfigurationProperties("devicetrail.incidents")
public record SilenceSettings(@DefaultValue("15s") Duration settle) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    public SilenceSettings {
        if (settle.compareTo(SHORTEST) < 0 || settle.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("devicetrail.incidents.settle must be 1s to 1h");
        }
    }
}
