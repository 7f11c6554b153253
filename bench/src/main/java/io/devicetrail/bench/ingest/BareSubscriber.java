package io.devicetrail.bench.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** The control: as many connections as the ingress has, in a shared subscription of their own, that count and no more. */
final class BareSubscriber implements AutoCloseable {
    /** First levels of its topics, which the ingress does not hear. */
    static final String ROOT = "bench/v1/";

    private static final long PATIENCE_MILLIS = 30_000;
    private static final int RECEIVE_MAXIMUM = 500;

    private final LongAdder counted = new LongAdder();
    private final List<MqttAsyncClient> clients = new ArrayList<>();

    BareSubscriber(String broker, int connections) throws MqttException {
        for (int number = 0; number < connections; number++) {
            MqttAsyncClient client = new MqttAsyncClient(broker, "bench-counter-" + number, new MemoryPersistence());
            client.setCallback(new Counting(counted));
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setReceiveMaximum(RECEIVE_MAXIMUM);
            client.connect(options).waitForCompletion(PATIENCE_MILLIS);
            client.subscribe("$share/bench/" + ROOT + "+/+/telemetry", 1).waitForCompletion(PATIENCE_MILLIS);
            clients.add(client);
        }
    }

    long counted() {
        return counted.sum();
    }

    @Override
    public void close() throws MqttException {
        for (MqttAsyncClient client : clients) {
            client.disconnect().waitForCompletion(PATIENCE_MILLIS);
            client.close();
        }
    }

    private record Counting(LongAdder counted) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            counted.increment();
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
