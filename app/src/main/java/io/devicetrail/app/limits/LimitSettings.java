package io.devicetrail.app.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests are answered in a minute.
 *
 * @param requestsPerMinute of one person or API key
 * @param anonymousPerMinute of one address from which nobody is known, the pages of sign-in among them
 * @param ledgerPerMinute of one address for what is open of the ledger: many small files that nobody has to sign in for
 * @param burst how much of it may be used at once, as the time in which it comes together again
 * @param atOnce GraphQL requests of one person or API key that are worked on at the same time
 */
@ConfigurationProperties("devicetrail.limits")
record LimitSettings(
        @DefaultValue("6000") int requestsPerMinute,
        @DefaultValue("300") int anonymousPerMinute,
        @DefaultValue("6000") int ledgerPerMinute,
        @DefaultValue("60s") Duration burst,
        @DefaultValue("32") int atOnce) {
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MOST = 10_000_000;
    private static final Duration SHORTEST_BURST = Duration.ofSeconds(1);
    private static final Duration LONGEST_BURST = Duration.ofMinutes(10);

    LimitSettings {
        require("requests-per-minute", requestsPerMinute);
        require("anonymous-per-minute", anonymousPerMinute);
        require("ledger-per-minute", ledgerPerMinute);
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "devicetrail.limits.at-once must be 1 to " + MOST_AT_ONCE + ", not " + atOnce);
        }
        if (burst.compareTo(SHORTEST_BURST) < 0 || burst.compareTo(LONGEST_BURST) > 0) {
            throw new IllegalArgumentException("devicetrail.limits.burst must be 1s to 10m, not " + burst);
        }
    }

    private static void require(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException(
                    "devicetrail.limits." + name + " must be 1 to " + MOST + ", not " + value);
        }
    }
}
