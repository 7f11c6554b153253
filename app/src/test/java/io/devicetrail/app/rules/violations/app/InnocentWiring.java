package io.devicetrail.app.rules.violations.app;

import java.time.Clock;

final class InnocentWiring {
    Clock clock() {
        return Clock.systemUTC();
    }
}
