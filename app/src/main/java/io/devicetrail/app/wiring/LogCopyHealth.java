package io.devicetrail.app.wiring;

import io.devicetrail.eventstore.axonserver.CopiedLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while Axon Server's log is not copied: nothing can be changed then, and the ledger stands still. */
final class LogCopyHealth implements HealthIndicator, MeterBinder {
    private final CopiedLog copy;

    LogCopyHealth(CopiedLog copy) {
        this.copy = copy;
    }

    @Override
    public Health health() {
        CopiedLog.Status status = copy.status();
        Health.Builder health = well(status) ? Health.up() : Health.down();
        health.withDetail("copied", status.copied());
        String trouble = status.trouble();
        if (trouble != null) {
            health.withDetail("trouble", trouble);
        }
        return health.build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("devicetrail.log.copied", copy, log -> log.status().copied())
                .register(registry);
        Gauge.builder("devicetrail.log.copy.well", copy, log -> well(log.status()) ? 1 : 0)
                .register(registry);
    }

    private static boolean well(CopiedLog.Status status) {
        return status.sound() && status.trouble() == null;
    }
}
