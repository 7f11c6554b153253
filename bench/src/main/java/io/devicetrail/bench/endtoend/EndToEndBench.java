package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.ClosedLoop;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/**
 * 200 devices, from the GraphQL request through the log, the broker and the device's answer until a query says
 * {@code SUCCEEDED}: as many as go with one under way for each device, how long each takes at 200 in a second, and how long
 * 10,000 take that waited for devices that were away. Whoever asks, and the devices, run on the same machine.
 */
public final class EndToEndBench implements Bench {
    static final int DEVICES = 200;
    private static final long PATIENCE_SECONDS = 60;

    @Override
    public String name() {
        return "commands-e2e";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        // One program asks for what a thousand people would; what they may ask is not what is measured.
        Map<String, String> unlimited =
                Map.of("devicetrail.limits.requests-per-minute", "10000000", "devicetrail.limits.at-once", "1000");
        try (BenchInstance instance = BenchInstance.start(measuring.home(), unlimited)) {
            Machine machine = Machine.here(measuring.home());
            Map<String, Object> settings = new LinkedHashMap<>(Durability.require(instance.pool()));
            settings.put("devices", DEVICES);
            settings.put("queued", Drain.QUEUED);
            Fleet fleet = Fleet.register(instance.bean(EventStorageEngine.class), DEVICES);
            instance.awaitDevices(DEVICES);
            List<Double> sustained = new ArrayList<>();
            List<Double> bare = new ArrayList<>();
            List<Double> paced = new ArrayList<>();
            List<Double> drained = new ArrayList<>();
            try (Requests requests = Requests.of(instance);
                    Watch watch = new Watch(requests)) {
                measuring.progress().accept("a drain that warms up and does not count");
                new Drain(instance, fleet, requests).seconds();
                for (int round = 1; round <= measuring.rounds(); round++) {
                    double seconds = new Drain(instance, fleet, requests).seconds();
                    double each = sustained(instance, fleet, requests, watch, measuring);
                    double p95 = new Paced(fleet, requests, watch, measuring).p95Millis(instance.plainMqtt());
                    double limit = bare(instance, fleet, measuring);
                    measuring
                            .progress()
                            .accept(String.format(
                                    Locale.ROOT,
                                    "round %d  %,d queued drained in %.1f s  %,6.0f commands/s  p95 at %d/s %,6.0f ms"
                                            + "  %,8.0f bare round trips/s",
                                    round,
                                    Drain.QUEUED,
                                    seconds,
                                    each,
                                    Paced.PER_SECOND,
                                    p95,
                                    limit));
                    sustained.add(each);
                    bare.add(limit);
                    paced.add(p95);
                    drained.add(seconds);
                }
            }
            settings.put("loadAverageAfter", Machine.load());
            return new Report(
                    name(),
                    machine,
                    settings,
                    measuring.rounds(),
                    List.of(
                            Result.of("commands-e2e-sustained", Sample.median(sustained), "commands/s")
                                    .besideLimit(Sample.median(bare)),
                            Result.of("commands-e2e-p95-at-200", Sample.median(paced), "ms"),
                            Result.of("commands-e2e-drain", Sample.median(drained), "s")));
        }
    }

    private static double sustained(
            BenchInstance instance, Fleet fleet, Requests requests, Watch watch, Measuring measuring) throws Exception {
        try (ObeyingDevices devices = new ObeyingDevices(instance.plainMqtt(), "dt/v1/", fleet)) {
            Sample sample = ClosedLoop.run(
                    DEVICES,
                    measuring,
                    number -> () -> requests.command(fleet.ids().get(number))
                            .thenCompose(watch::succeeded)
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            devices.requireAnswered();
            requireNoneRefused(sample);
            return sample.perSecond();
        }
    }

    private static double bare(BenchInstance instance, Fleet fleet, Measuring measuring) throws Exception {
        try (ObeyingDevices devices = new ObeyingDevices(instance.plainMqtt(), BareRoundTrip.ROOT, fleet);
                BareRoundTrip asking = new BareRoundTrip(instance.plainMqtt(), fleet)) {
            Sample sample = ClosedLoop.run(DEVICES, measuring, asking::caller);
            devices.requireAnswered();
            requireNoneRefused(sample);
            return sample.perSecond();
        }
    }

    private static void requireNoneRefused(Sample sample) {
        if (sample.refused() > 0) {
            throw new IllegalStateException(
                    sample.refused() + " of " + (sample.refused() + sample.done()) + " got no answer",
                    sample.firstRefusal());
        }
    }
}
