package io.devicetrail.ingress.connection;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.ingress.TestFleet;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A device with a will, as a device's author would write it. */
final class TestDevice implements MqttCallback, AutoCloseable {
    final BlockingQueue<MqttMessage> heard = new LinkedBlockingQueue<>();
    private final MqttAsyncClient client;
    private final String prefix;

    TestDevice(String url, String serialNumber) throws MqttException {
        DeviceId id = TestFleet.device(serialNumber);
        prefix = "dt/v1/acme/" + id + "/";
        client = new MqttAsyncClient(url, id.toString(), new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setWill(
                prefix + "presence",
                new MqttMessage(
                        "{\"state\":\"offline\"}".getBytes(StandardCharsets.UTF_8), 1, true, new MqttProperties()));
        client.connect(options).waitForCompletion(10_000);
        client.subscribe(prefix + "command", 1).waitForCompletion(10_000);
        client.subscribe(prefix + "desired", 1).waitForCompletion(10_000);
        client.subscribe(prefix + "certificate", 1).waitForCompletion(10_000);
        client.subscribe(prefix + "rollout", 1).waitForCompletion(10_000);
    }

    void says(String tail, String payload) throws MqttException {
        client.publish(prefix + tail, payload.getBytes(StandardCharsets.UTF_8), 1, false)
                .waitForCompletion(10_000);
    }

    /** The power is gone: no word of farewell. */
    void dies() throws MqttException {
        client.disconnectForcibly(0, 1, false);
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(10_000);
        }
        client.close(true);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        heard.add(message);
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
