package io.devicetrail.bench.rollout;

import io.devicetrail.bench.Fleet;
import io.devicetrail.domain.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Devices behind gateways: each connection hears and speaks for many. With a connection for each, thousands of them would
 * be what is measured, and not the rollout.
 */
final class Gateways implements AutoCloseable {
    static final int DEVICES_OF_EACH = 500;
    /** Topics of one subscription: they have to fit into a packet. */
    private static final int TOPICS_AT_ONCE = 250;
    /** Reports of a gateway that the broker has not acknowledged. */
    private static final int UNDER_WAY = 200;

    private static final long PATIENCE_MILLIS = 60_000;
    private static final List<String> STATES = List.of("downloading", "installed", "verified");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<MqttAsyncClient> clients = new ArrayList<>();
    private final List<ExecutorService> mouths = new ArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final boolean reporting;

    /**
     * @param root first levels of the topics, with a slash at the end
     * @param reporting whether each device says at once all that there is to say of an offer, up to verified
     */
    Gateways(String broker, String root, Fleet fleet, boolean reporting) throws MqttException {
        this.reporting = reporting;
        List<DeviceId> devices = fleet.ids();
        for (int from = 0; from < devices.size(); from += DEVICES_OF_EACH) {
            open(broker, root, devices.subList(from, Math.min(from + DEVICES_OF_EACH, devices.size())));
        }
    }

    private void open(String broker, String root, List<DeviceId> devices) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(
                broker, root.replace('/', '-') + "gateway-" + clients.size(), new MemoryPersistence());
        ExecutorService mouth = Executors.newSingleThreadExecutor();
        mouths.add(mouth);
        clients.add(client);
        client.setCallback(new Ears(client, mouth));
        client.connect().waitForCompletion(PATIENCE_MILLIS);
        for (int from = 0; from < devices.size(); from += TOPICS_AT_ONCE) {
            MqttSubscription[] topics = devices.subList(from, Math.min(from + TOPICS_AT_ONCE, devices.size())).stream()
                    .map(device -> new MqttSubscription(root + Fleet.TENANT + "/" + device + "/rollout", 1))
                    .toArray(MqttSubscription[]::new);
            client.subscribe(topics).waitForCompletion(PATIENCE_MILLIS);
        }
    }

    /** Offers that came, of all devices. */
    int heard() {
        return heard.get();
    }

    void requireReported() {
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a device could not report", first);
        }
    }

    @Override
    public void close() throws MqttException {
        mouths.forEach(ExecutorService::shutdownNow);
        for (MqttAsyncClient client : clients) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }

    private final class Ears implements MqttCallback {
        private final MqttAsyncClient client;
        private final ExecutorService mouth;
        /** Of the mouth's thread. */
        private final Queue<IMqttToken> underWay = new ArrayDeque<>();

        Ears(MqttAsyncClient client, ExecutorService mouth) {
            this.client = client;
            this.mouth = mouth;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            heard.incrementAndGet();
            if (reporting) {
                try {
                    mouth.execute(() -> report(topic, message.getPayload()));
                } catch (RejectedExecutionException closed) {
                    // Whoever measures has seen enough.
                }
            }
        }

        /** Waits for the broker here: the thread that hears must not. */
        private void report(String topic, byte[] payload) {
            JsonNode offer = JSON.readTree(payload);
            String to = topic.substring(0, topic.lastIndexOf('/')) + "/update";
            try {
                for (String state : STATES) {
                    byte[] report = """
                            {"rollout":"%s","attempt":%d,"state":"%s","version":"%s"}""".formatted(
                                    offer.path("rollout").asString(),
                                    offer.path("attempt").asInt(),
                                    state,
                                    Rollouts.VERSION)
                            .getBytes(StandardCharsets.UTF_8);
                    underWay.add(client.publish(to, report, 1, false));
                    if (underWay.size() == UNDER_WAY) {
                        underWay.remove().waitForCompletion(PATIENCE_MILLIS);
                    }
                }
            } catch (MqttException failed) {
                failure.compareAndSet(null, failed);
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
