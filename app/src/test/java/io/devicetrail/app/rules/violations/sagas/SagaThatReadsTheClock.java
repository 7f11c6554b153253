package io.devicetrail.app.rules.violations.sagas;

import java.time.Clock;
import java.time.Instant;

final class SagaThatReadsTheClock {
    Instant instant() {
        return Instant.now();
    }

    Clock system() {
        return Clock.systemUTC();
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Instant given(Clock clock) {
        return Instant.now(clock);
    }
}
