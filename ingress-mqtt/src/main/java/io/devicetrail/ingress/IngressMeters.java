package io.devicetrail.ingress;

import io.devicetrail.ingress.connection.Broker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/** {@link IngressFigures} as meters {@code devicetrail.ingress.*}. */
public final class IngressMeters implements MeterBinder {
    private final IngressFigures figures;
    private final Broker broker;

    public IngressMeters(IngressFigures figures, Broker broker) {
        this.figures = figures;
        this.broker = broker;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(registry, "received", figures.received);
        count(registry, "stored", figures.stored);
        count(registry, "duplicate", figures.duplicate);
        count(registry, "quarantined", figures.quarantined);
        count(registry, "crowdedout", figures.crowdedOut);
        count(registry, "retried", figures.retried);
        count(registry, "reports.recorded", figures.reportsRecorded);
        count(registry, "reports.unchanged", figures.reportsUnchanged);
        count(registry, "offers.sent", figures.offersSent);
        Gauge.builder("devicetrail.ingress.unsettled", () -> broker.waiting().messages())
                .register(registry);
        Gauge.builder(
                        "devicetrail.ingress.unsettled.oldest",
                        () -> broker.waiting().oldest().toMillis() / 1e3)
                .baseUnit("seconds")
                .register(registry);
    }

    private static void count(MeterRegistry registry, String name, LongAdder figure) {
        FunctionCounter.builder("devicetrail.ingress." + name, figure, LongAdder::sum)
                .register(registry);
    }
}
