package io.devicetrail.bench.ingest;

import io.devicetrail.bench.Fleet;
import io.devicetrail.domain.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Connections that speak for all devices in turn, QoS 1, each with a bounded number of messages under way. */
final class Publishers implements AutoCloseable {
    static final int CONNECTIONS = 8;
    /** Unacknowledged messages of one connection; a broker allows 1,000. */
    static final int UNDER_WAY = 250;

    private static final long PATIENCE_MILLIS = 30_000;

    private final List<MqttAsyncClient> clients = new ArrayList<>();
    private final String root;
    private final Fleet devices;

    /** @param root first levels of the topics, with a slash at the end */
    Publishers(String broker, String root, Fleet devices) throws MqttException {
        this.root = root;
        this.devices = devices;
        for (int number = 0; number < CONNECTIONS; number++) {
            MqttAsyncClient client = new MqttAsyncClient(broker, "bench-device-" + number, new MemoryPersistence());
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setKeepAliveInterval(300);
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
            clients.add(client);
        }
    }

    /**
     * Each device says {@code perDevice} messages; returns when the broker has acknowledged all of them.
     *
     * @param boot another for each run, so that none is a duplicate
     */
    void publish(String boot, int perDevice) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < clients.size(); number++) {
            int mine = number;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    publish(mine, boot, perDevice);
                } catch (MqttException | InterruptedException | RuntimeException failed) {
                    failure.compareAndSet(null, failed);
                }
            }));
        }
        for (Thread each : threads) {
            each.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a device could not publish", failure.get());
        }
    }

    private void publish(int connection, String boot, int perDevice) throws MqttException, InterruptedException {
        MqttAsyncClient client = clients.get(connection);
        Semaphore room = new Semaphore(UNDER_WAY);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        MqttActionListener acknowledged = new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                room.release();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable why) {
                failure.compareAndSet(null, why);
                room.release();
            }
        };
        for (int sequence = 0; sequence < perDevice; sequence++) {
            byte[] payload = ("{\"boot\":\"" + boot + "\",\"seq\":" + sequence + ",\"at\":\"" + Instant.now()
                            + "\",\"values\":[{\"name\":\"temperature\",\"value\":21.4}]}")
                    .getBytes(StandardCharsets.UTF_8);
            for (int device = connection; device < devices.ids().size(); device += clients.size()) {
                take(room, 1);
                if (failure.get() != null) {
                    throw new IllegalStateException("the broker refused a message", failure.get());
                }
                client.publish(topic(devices.ids().get(device)), payload, 1, false, null, acknowledged);
            }
        }
        take(room, UNDER_WAY);
    }

    private static void take(Semaphore room, int permits) throws InterruptedException {
        if (!room.tryAcquire(permits, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the broker acknowledged nothing for " + PATIENCE_MILLIS + " ms");
        }
    }

    private String topic(DeviceId device) {
        return root + Fleet.TENANT + "/" + device + "/telemetry";
    }

    @Override
    public void close() throws MqttException {
        for (MqttAsyncClient client : clients) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }
}
