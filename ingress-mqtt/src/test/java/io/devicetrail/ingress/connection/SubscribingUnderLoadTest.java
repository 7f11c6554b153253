package io.devicetrail.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.BrokerSettings;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that come while devices talk. Subscribed to all filters at once, 7 of 60 heard a few messages and then
 * nothing, on a machine with two busy cores.
 */
class SubscribingUnderLoadTest {
    private static final int CONNECTIONS = Integer.getInteger("devicetrail.connections", 12);
    private static final int DEVICES = 4;
    /** Of each device; all of them together keep the broker busy. */
    private static final int UNDER_WAY = 300;
    /**
     * Messages that the broker has and nobody has heard, at most: where the devices are faster than who hears them, each
     * that is given back when a connection ends costs the broker a walk through all that wait.
     */
    private static final int WAITING = 1_000;

    /** Clearly more than were heard by those that then heard nothing. */
    private static final int ENOUGH = 200;

    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger said = new AtomicInteger();
    private final AtomicBoolean talking = new AtomicBoolean(true);

    @Test
    void aConnectionThatComesWhileDevicesTalkGoesOnHearing(@TempDir Path folder) throws Exception {
        List<Integer> deaf = new ArrayList<>();
        List<Future<?>> devices = new ArrayList<>();
        try (TestBroker server = new TestBroker(folder);
                ExecutorService acknowledging = Executors.newFixedThreadPool(2);
                ExecutorService threads = Executors.newFixedThreadPool(DEVICES)) {
            server.start();
            // The queue is there from the first subscription on.
            try {
                hears(server, 0, acknowledging, 0);
                for (int device = 0; device < DEVICES; device++) {
                    String serialNumber = "d" + device;
                    devices.add(threads.submit(() -> talk(server.url(), serialNumber)));
                }
                for (int connection = 1; connection <= CONNECTIONS; connection++) {
                    if (!hears(server, connection, acknowledging, ENOUGH)) {
                        deaf.add(connection);
                    }
                }
            } finally {
                talking.set(false);
            }
            for (Future<?> device : devices) {
                device.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(deaf).isEmpty();
    }

    /** Whether a new connection hears so many more. */
    private boolean hears(TestBroker server, int number, ExecutorService acknowledging, int more) {
        Broker broker = new Broker(
                new BrokerSettings(server.url(), null, null, new BrokerSettings.Tls(null, null, null)),
                IntakeFixture.settings("clients", "1", "node", "n" + number, "session-expiry", "5s"),
                delivery -> {
                    acknowledging.execute(() -> {
                        heard.incrementAndGet();
                        delivery.acknowledge();
                    });
                    return true;
                },
                Clock.systemUTC());
        int before = heard.get();
        broker.start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            broker.connections().up() == broker.connections().wanted());
            long patience = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> heard.get() - before >= more || System.nanoTime() > patience);
            return heard.get() - before >= more;
        } finally {
            broker.stop();
        }
    }

    private @Nullable Void talk(String url, String serialNumber) throws Exception {
        String topic = new Topic.Telemetry(new TenantId("acme"), TestFleet.device(serialNumber)).print();
        MqttAsyncClient client = new MqttAsyncClient(url, serialNumber, new MemoryPersistence());
        client.connect().waitForCompletion(10_000);
        Queue<IMqttToken> underWay = new ArrayDeque<>();
        while (talking.get()) {
            if (said.get() - heard.get() >= WAITING) {
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> said.get() - heard.get() < WAITING || !talking.get());
            }
            underWay.add(client.publish(topic, "{}".getBytes(StandardCharsets.UTF_8), 1, false));
            said.incrementAndGet();
            if (underWay.size() == UNDER_WAY) {
                underWay.remove().waitForCompletion(10_000);
            }
        }
        client.disconnect().waitForCompletion(10_000);
        client.close();
        return null;
    }
}
