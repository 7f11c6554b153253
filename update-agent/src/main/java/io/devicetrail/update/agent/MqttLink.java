package io.devicetrail.update.agent;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
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
 * MQTT 5 with a session that outlives the connection: an offer that was sent while the device was away waits at the
 * broker. Reconnects by itself, with growing pauses, and subscribes again each time: the broker may have restarted
 * without its sessions, or the device been away for longer than one lasts.
 */
final class MqttLink implements MessageLink {
    private static final long ANSWER_MILLIS = 10_000;
    private static final long SESSION_SECONDS = 86_400;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int FIRST_RECONNECT_SECONDS = 1;
    private static final int LONGEST_RECONNECT_SECONDS = 120;
    /** Offers come one at a time. */
    private static final int RECEIVE_MAXIMUM = 8;
    /** Of the reason codes of MQTT 5. */
    private static final int FIRST_REFUSAL = 0x80;

    private final MqttAsyncClient client;
    private final @Nullable SSLSocketFactory tls;
    private volatile @Nullable Subscription subscription;
    /** Connected, and perhaps without the subscription. */
    private volatile boolean deaf;

    private record Subscription(String topic, Consumer<Heard> heard) {}

    /** Connects with {@link #subscribe}: before somebody listens, nothing may arrive. */
    MqttLink(String url, String clientId, @Nullable SSLSocketFactory tls) throws IOException {
        this.tls = tls;
        try {
            client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
            client.setManualAcks(true);
            client.setCallback(new Arrivals());
        } catch (MqttException | IllegalArgumentException unusable) {
            throw new IOException(url + " is no address of a broker", unusable);
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(SESSION_SECONDS);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setAutomaticReconnect(true);
        options.setAutomaticReconnectDelay(FIRST_RECONNECT_SECONDS, LONGEST_RECONNECT_SECONDS);
        if (tls != null) {
            options.setSocketFactory(tls);
        }
        return options;
    }

    @Override
    public void publish(String topic, byte[] payload) throws IOException {
        try {
            client.publish(topic, payload, 1, false).waitForCompletion(ANSWER_MILLIS);
        } catch (MqttException lost) {
            throw new IOException("the broker did not acknowledge", lost);
        }
    }

    @Override
    public void subscribe(String topic, Consumer<Heard> heard) throws IOException {
        subscription = new Subscription(topic, heard);
        try {
            if (!client.isConnected()) {
                client.connect(options()).waitForCompletion(ANSWER_MILLIS);
            }
            IMqttToken answer = client.subscribe(topic, 1);
            answer.waitForCompletion(ANSWER_MILLIS);
            if (!isGranted(answer)) {
                throw new IOException(topic + " may not be subscribed to");
            }
            deaf = false;
        } catch (MqttException refused) {
            throw new IOException(topic + " cannot be subscribed to: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void close() {
        try {
            client.disconnect().waitForCompletion(ANSWER_MILLIS);
        } catch (MqttException alreadyGone) {
            // What counts is in the device's directory.
        }
        try {
            client.close(true);
        } catch (MqttException alreadyGone) {
            // Nothing is left to release.
        }
    }

    @Override
    public void listenAgain() throws IOException {
        Subscription again = subscription;
        if (deaf && again != null && client.isConnected()) {
            subscribe(again.topic(), again.heard());
        }
    }

    /** What a broker does not grant is answered, too. */
    private static boolean isGranted(IMqttToken answer) {
        int[] codes = answer.getReasonCodes();
        return codes != null && Arrays.stream(codes).allMatch(each -> each < FIRST_REFUSAL);
    }

    private final class Resubscribed implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken answer) {
            deaf = !isGranted(answer);
        }

        @Override
        public void onFailure(IMqttToken answer, Throwable refused) {
            deaf = true;
        }
    }

    private final class Arrivals implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Subscription to = subscription;
            if (to != null && to.topic().equals(topic)) {
                to.heard().accept(new Heard(message.getPayload(), () -> acknowledge(message)));
            } else {
                acknowledge(message);
            }
        }

        private void acknowledge(MqttMessage message) {
            try {
                client.messageArrivedComplete(message.getId(), message.getQos());
            } catch (MqttException gone) {
                // It comes again with the session, and is answered again.
            }
        }

        /** On Paho's own thread, which brings the answer as well: nothing is awaited here. */
        @Override
        public void connectComplete(boolean reconnect, String server) {
            Subscription again = subscription;
            if (!reconnect || again == null) {
                return;
            }
            deaf = true;
            try {
                client.subscribe(again.topic(), 1, null, new Resubscribed());
            } catch (MqttException gone) {
                // Then listenAgain() does it, or the next connection.
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
