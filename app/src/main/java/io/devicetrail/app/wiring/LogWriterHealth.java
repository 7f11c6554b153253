package io.devicetrail.app.wiring;

import io.devicetrail.eventstore.append.Intake;
import io.devicetrail.eventstore.append.LogWriter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while the log takes nothing: a server that answers questions may still take no writes. */
final class LogWriterHealth implements HealthIndicator, MeterBinder {
    /** Shorter trouble mends itself: a lock that a silent node leaves, a server that starts again. */
    static final Duration FAILING = Duration.ofSeconds(10);

    private static final double MILLIS_PER_SECOND = 1_000.0;

    private final LogWriter writer;
    private final Duration failing;

    /** @param failing for how long the log takes nothing before that is an alarm */
    LogWriterHealth(LogWriter writer, Duration failing) {
        this.writer = writer;
        this.failing = failing;
    }

    @Override
    public Health health() {
        Intake.Status status = writer.status();
        Health.Builder health = well(status) ? Health.up() : Health.down();
        health.withDetail("waiting", status.waiting());
        String trouble = status.trouble();
        if (!well(status) && trouble != null) {
            health.withDetail("trouble", trouble)
                    .withDetail("failingSeconds", status.failing().toSeconds());
        }
        return health.build();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "devicetrail.log.append.well", "1 while the log takes changes", s -> well(s) ? 1 : 0);
        gauge(registry, "devicetrail.log.append.waiting", "Appends in the writer's queue", Intake.Status::waiting);
        age(registry, "devicetrail.log.append.since.taken", "Since a batch was taken", Intake.Status::sinceTaken);
        age(registry, "devicetrail.log.append.since.refused", "Since a batch failed", Intake.Status::sinceRefused);
        counter(registry, "taken", Intake.Status::taken);
        counter(registry, "refused", Intake.Status::refused);
    }

    private void counter(MeterRegistry registry, String outcome, ToDoubleFunction<Intake.Status> figure) {
        FunctionCounter.builder("devicetrail.log.appends", writer, log -> figure.applyAsDouble(log.status()))
                .description("Appends that the log answered, and those that it could not take")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** In seconds; no number where there was none. */
    private void age(
            MeterRegistry registry, String meter, String what, Function<Intake.Status, @Nullable Duration> age) {
        Gauge.builder(meter, writer, log -> {
                    Duration since = age.apply(log.status());
                    return since == null ? Double.NaN : since.toMillis() / MILLIS_PER_SECOND;
                })
                .description(what)
                .baseUnit("seconds")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String meter, String what, ToDoubleFunction<Intake.Status> figure) {
        Gauge.builder(meter, writer, log -> figure.applyAsDouble(log.status()))
                .description(what)
                .register(registry);
    }

    private boolean well(Intake.Status status) {
        return !status.fellBack() && status.failing().compareTo(failing) < 0;
    }
}
