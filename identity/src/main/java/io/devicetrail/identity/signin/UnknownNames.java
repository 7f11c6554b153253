package io.devicetrail.identity.signin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts attempts at names that nobody has. Not in the log, which is for ever and anybody could fill; never with the
 * name: it may be a password that was typed into the wrong field.
 */
@Component
class UnknownNames {
    /** Between two lines about it. */
    static final Duration LINE_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(UnknownNames.class);

    private final Counter tries;
    private final Clock clock;
    private Instant nextLine = Instant.MIN;
    private long untold;

    UnknownNames(MeterRegistry meters, Clock clock) {
        this.tries = meters.counter(Attempts.UNKNOWN_METER);
        this.clock = clock;
    }

    synchronized void tried() {
        tries.increment();
        untold++;
        Instant now = clock.instant();
        if (!now.isBefore(nextLine)) {
            LOG.warn("{} sign-ins were tried under names that nobody has", untold);
            untold = 0;
            nextLine = now.plus(LINE_EVERY);
        }
    }
}
