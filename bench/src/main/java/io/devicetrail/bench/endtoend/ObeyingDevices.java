package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.Fleet;
import io.devicetrail.domain.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Devices that do at once what they are told, and answer {@code succeeded}. Each has a session of its own that outlives a
 * reconnect, as the broker keeps a queue for each.
 */
final class ObeyingDevices implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long SESSION_SECONDS = 3_600;
    private static final byte[] SUCCEEDED =
            "{\"answer\":\"succeeded\",\"code\":\"OK\",\"attempt\":1}".getBytes(StandardCharsets.UTF_8);

    private final List<MqttAsyncClient> clients = new ArrayList<>();
    private final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
    private final AtomicReference<MqttException> failure = new AtomicReference<>();

    /** @param root first levels of the topics, with a slash at the end */
    ObeyingDevices(String broker, String root, Fleet fleet) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setKeepAliveInterval(300);
        // One after the other they would take a tenth of a second each.
        List<IMqttToken> connected = new ArrayList<>();
        for (DeviceId device : fleet.ids()) {
            MqttAsyncClient client =
                    new MqttAsyncClient(broker, root.replace('/', '-') + device, new MemoryPersistence());
            client.setCallback(new Ears(client, prefix(root, device)));
            connected.add(client.connect(options));
            clients.add(client);
        }
        await(connected);
        List<IMqttToken> subscribed = new ArrayList<>();
        for (int number = 0; number < clients.size(); number++) {
            subscribed.add(clients.get(number)
                    .subscribe(prefix(root, fleet.ids().get(number)) + "command", 1));
        }
        await(subscribed);
    }

    private static String prefix(String root, DeviceId device) {
        return root + Fleet.TENANT + "/" + device + "/";
    }

    private static void await(List<IMqttToken> tokens) throws MqttException {
        for (IMqttToken token : tokens) {
            token.waitForCompletion(PATIENCE_MILLIS);
        }
    }

    /** How often each command was told, by its id. */
    Map<String, AtomicInteger> told() {
        return told;
    }

    void requireAnswered() {
        MqttException first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a device could not answer", first);
        }
    }

    @Override
    public void close() throws MqttException {
        for (MqttAsyncClient client : clients) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }

    private final class Ears implements MqttCallback {
        private final MqttAsyncClient client;
        private final String prefix;

        Ears(MqttAsyncClient client, String prefix) {
            this.client = client;
            this.prefix = prefix;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            String command = new String(message.getProperties().getCorrelationData(), StandardCharsets.UTF_8);
            told.computeIfAbsent(command, first -> new AtomicInteger()).incrementAndGet();
            try {
                client.publish(prefix + "ack/" + command, SUCCEEDED, 1, false);
            } catch (MqttException e) {
                failure.compareAndSet(null, e);
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
