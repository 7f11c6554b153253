package io.devicetrail.edge.uplink;

import io.devicetrail.edge.source.EdgeDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection, from CONNECT to its end; never reconnected, so nothing of Paho's own session state outlives it.
 * Clean start: the buffer is the only memory of what the broker has not acknowledged.
 */
final class BrokerSession implements AutoCloseable {

    /** In flight when the CONNACK names no receive maximum: below the 10 some brokers enforce without saying so. */
    static final int DEFAULT_WINDOW = 8;

    /** In flight at most, however much the broker would take: what a crash can send twice stays small. */
    static final int LARGEST_WINDOW = 64;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int FIRST_FAILURE_CODE = 0x80;

    private static final byte[] ONLINE = utf8("{\"state\":\"online\"}");
    private static final byte[] OFFLINE = utf8("{\"state\":\"offline\"}");
    private static final byte[] GOODBYE = utf8("{\"state\":\"offline\",\"goodbye\":true}");

    private final EdgeDevice device;
    private final MqttAsyncClient client;
    private final int window;

    /** @param ended called once or more, on Paho's thread, when the connection is gone */
    BrokerSession(MqttSettings settings, EdgeDevice device, Runnable ended) throws MqttException, IOException {
        this.device = device;
        client = new MqttAsyncClient(settings.url(), device.id() + "-" + settings.clientId(), new MemoryPersistence());
        try {
            client.setCallback(new Ended(ended));
            IMqttToken token = client.connect(options(settings));
            token.waitForCompletion(TIMEOUT.toMillis());
            window = window(token.getResponseProperties());
            publishPresence(ONLINE);
        } catch (MqttException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private MqttConnectionOptions options(MqttSettings settings) throws IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(Math.toIntExact(TIMEOUT.toSeconds()));
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setWill(device.topicPrefix() + "presence", new MqttMessage(OFFLINE, 1, true, new MqttProperties()));
        if (settings.url().startsWith("ssl:")) {
            options.setSocketFactory(settings.tls().sockets());
        }
        if (settings.username() != null) {
            options.setUserName(settings.username());
        }
        if (settings.passwordFile() != null) {
            options.setPassword(utf8(Files.readString(settings.passwordFile()).strip()));
        }
        return options;
    }

    private static int window(@Nullable MqttProperties connack) {
        Integer receiveMaximum = connack == null ? null : connack.getReceiveMaximum();
        // One less than allowed: Paho counts its own way, and exceeding the maximum costs the connection.
        return receiveMaximum == null ? DEFAULT_WINDOW : Math.clamp(receiveMaximum - 1L, 1, LARGEST_WINDOW);
    }

    int window() {
        return window;
    }

    /** @param answered the broker's reason code; not called when the connection ends first */
    void publish(byte[] payload, IntConsumer answered) throws MqttException {
        client.publish(device.topicPrefix() + "telemetry", payload, 1, false, null, new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                answered.accept(reasonCode(token));
            }

            @Override
            public void onFailure(IMqttToken token, Throwable exception) {
                int code = reasonCode(token);
                if (code >= FIRST_FAILURE_CODE) {
                    answered.accept(code);
                }
            }
        });
    }

    private static int reasonCode(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    static boolean refuses(int reasonCode) {
        return reasonCode >= FIRST_FAILURE_CODE;
    }

    private void publishPresence(byte[] state) throws MqttException {
        client.publish(device.topicPrefix() + "presence", state, 1, true).waitForCompletion(TIMEOUT.toMillis());
    }

    boolean connected() {
        return client.isConnected();
    }

    /** An orderly leave: the broker drops the will, the retained presence says goodbye. */
    void sayGoodbye() throws MqttException {
        publishPresence(GOODBYE);
        client.disconnect().waitForCompletion(TIMEOUT.toMillis());
    }

    /** Ends the connection without goodbye; the broker publishes the will. */
    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 0, false);
            }
        } catch (MqttException e) {
            // It was going down by itself.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Nothing left to release.
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Ended(Runnable ended) implements MqttCallback {
        @Override
        public void disconnected(MqttDisconnectResponse response) {
            ended.run();
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
