package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.Fleet;
import io.devicetrail.domain.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The limit: the same message through the same broker to the same devices and back, with nothing stored or decided. */
final class BareRoundTrip implements AutoCloseable {
    /** First levels of its topics, which the ingress does not hear. */
    static final String ROOT = "bench/v1/";

    private static final long PATIENCE_MILLIS = 30_000;

    private final Map<String, CompletableFuture<Long>> open = new ConcurrentHashMap<>();
    private final MqttAsyncClient client;
    private final Fleet fleet;

    BareRoundTrip(String broker, Fleet fleet) throws MqttException {
        this.fleet = fleet;
        client = new MqttAsyncClient(broker, "bench-asking", new MemoryPersistence());
        client.setCallback(new Answers());
        client.connect().waitForCompletion(PATIENCE_MILLIS);
        client.subscribe(ROOT + "+/+/ack/+", 1).waitForCompletion(PATIENCE_MILLIS);
    }

    /** Asks its device again and again. */
    Callable<Long> caller(int number) {
        DeviceId device = fleet.ids().get(number % fleet.ids().size());
        String topic = ROOT + Fleet.TENANT + "/" + device + "/command";
        return () -> {
            String id = UUID.randomUUID().toString();
            CompletableFuture<Long> answer = new CompletableFuture<>();
            open.put(id, answer);
            MqttProperties properties = new MqttProperties();
            properties.setCorrelationData(id.getBytes(StandardCharsets.UTF_8));
            client.publish(
                    topic,
                    new MqttMessage("{\"name\":\"identify\"}".getBytes(StandardCharsets.UTF_8), 1, false, properties));
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        };
    }

    @Override
    public void close() throws MqttException {
        client.disconnect().waitForCompletion(PATIENCE_MILLIS);
        client.close();
    }

    private final class Answers implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            CompletableFuture<Long> waiting = open.remove(topic.substring(topic.lastIndexOf('/') + 1));
            if (waiting != null) {
                waiting.complete(System.nanoTime());
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
