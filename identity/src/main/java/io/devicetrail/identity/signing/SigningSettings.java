package io.devicetrail.identity.signing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The installation's policy of signing.
 *
 * @param idle without a signature after which the next takes all components again, 30 seconds to 1 hour (21 CFR
 *     11.200(a)(1)(ii))
 */
@ConfigurationProperties("devicetrail.sign")
public record SigningSettings(@DefaultValue("5m") Duration idle) {
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    public SigningSettings {
        if (idle.compareTo(SHORTEST) < 0 || idle.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "devicetrail.sign.idle must be between " + SHORTEST + " and " + LONGEST + ", not " + idle);
        }
    }
}
