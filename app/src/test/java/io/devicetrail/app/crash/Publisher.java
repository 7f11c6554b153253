package io.devicetrail.app.crash;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with QoS 1 and sends again, on the next connection, what had no PUBACK, and the last that had one: a device
 * that lost its note of it.
 */
final class Publisher extends Worker {
    private static final Duration PACE = Duration.ofMillis(20);
    private static final int WINDOW = 30;
    private static final int CONNECT_SECONDS = 5;
    /** Anything else is no promise, 16 included: nobody is subscribed, so nothing was kept. */
    private static final int SUCCESS = 0;

    private final String name;
    private final String broker;
    /** Empty: there is nothing to send just now. */
    private final Supplier<Optional<Message>> source;

    private final Journal journal;
    private final Clock clock;
    private final ConcurrentSkipListMap<Long, Message> open = new ConcurrentSkipListMap<>();
    private long sent;
    private volatile @Nullable Message lastAcknowledged;

    Publisher(String name, String broker, Supplier<Optional<Message>> source, Journal journal, Clock clock) {
        super(name);
        this.name = name;
        this.broker = broker;
        this.source = source;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    void work() throws InterruptedException {
        while (!done()) {
            try {
                MqttAsyncClient client = new MqttAsyncClient(broker, name, new MemoryPersistence());
                try {
                    connected(client);
                } finally {
                    leave(client);
                }
            } catch (MqttException brokeOff) {
                pauseBetweenTries();
            }
        }
    }

    private boolean done() {
        return finishing() && open.isEmpty();
    }

    private void connected(MqttAsyncClient client) throws MqttException, InterruptedException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setConnectionTimeout(CONNECT_SECONDS);
        client.connect(options)
                .waitForCompletion(Duration.ofSeconds(CONNECT_SECONDS).toMillis());
        Message noted = lastAcknowledged;
        if (noted != null) {
            open.put(sent++, noted);
        }
        for (Map.Entry<Long, Message> again : open.entrySet()) {
            publish(client, again.getKey(), again.getValue());
        }
        while (client.isConnected() && !done()) {
            if (!finishing() && open.size() < WINDOW) {
                Message next = source.get().orElse(null);
                if (next != null) {
                    open.put(sent, next);
                    publish(client, sent++, next);
                }
            }
            pause(PACE);
        }
    }

    private void publish(MqttAsyncClient client, long number, Message message) throws MqttException {
        byte[] payload = message.payload(clock.instant().toString()).getBytes(StandardCharsets.UTF_8);
        client.publish(message.topic(), new MqttMessage(payload, 1, false, null), null, new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                int[] codes = token.getReasonCodes();
                if (codes != null && codes.length > 0 && codes[0] != SUCCESS) {
                    journal.protest("the broker answered " + message + " with " + codes[0]);
                } else {
                    journal.acknowledged(message);
                    lastAcknowledged = message;
                }
                open.remove(number);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable brokeOff) {
                // It stays open and is sent again on the next connection.
            }
        });
    }

    private static void leave(MqttAsyncClient client) throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 500, true);
        }
        client.close(true);
    }
}
