package io.devicetrail.app.demo;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** The demo's MQTT devices, each with a client of its own, sending once a second. */
final class Fleet implements AutoCloseable {
    private static final long PERIOD_MILLIS = 1_000;

    private final List<DemoDevice> devices = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("demo-fleet").daemon().factory());
    private final AtomicInteger tick = new AtomicInteger();

    void connect(String brokerUrl, List<DemoIdentity> identities, JsonMapper json, Clock clock) {
        scheduler.scheduleAtFixedRate(this::sendAll, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        for (DemoIdentity identity : identities) {
            DemoDevice device = new DemoDevice(brokerUrl, Registration.TENANT, identity, json, clock);
            device.connect();
            devices.add(device);
        }
    }

    DemoDevice device(int number) {
        return devices.get(number);
    }

    long sent() {
        return devices.stream().mapToLong(DemoDevice::sent).sum();
    }

    private void sendAll() {
        int now = tick.incrementAndGet();
        for (int i = 0; i < devices.size(); i++) {
            double wave = Math.sin((now + i) / 10.0);
            try {
                devices.get(i).send(Map.of("temperature", 21 + 2 * wave, "humidity", 45 + 5 * wave));
            } catch (DemoFailure e) {
                // A device without its broker misses a turn; it tries to reach it at one of the next.
                continue;
            }
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        devices.forEach(DemoDevice::close);
    }
}
