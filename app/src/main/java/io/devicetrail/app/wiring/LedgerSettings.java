package io.devicetrail.app.wiring;

import io.devicetrail.audit.scrub.ScrubPace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ledger's settings. None of them turns it off.
 *
 * @param origin the ledger's name, taken at the first start; default: one made from the key
 */
@ConfigurationProperties("devicetrail.ledger")
record LedgerSettings(@Nullable String origin, @DefaultValue Scrub scrub) {

    /**
     * See {@link ScrubPace}.
     *
     * @param eventsPerSecond at the default a day is enough for 170 million events
     */
    record Scrub(
            @DefaultValue("2000") int eventsPerSecond,
            @DefaultValue("1h") Duration pause) {
        ScrubPace pace() {
            return new ScrubPace(eventsPerSecond, pause);
        }
    }

    @Nullable String wantedOrigin() {
        return origin == null || origin.isBlank() ? null : origin;
    }
}
