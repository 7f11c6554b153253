package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.databind.JsonNode;

/** A device of the test's: an MQTT 5 client that says what the test wants; every word is acknowledged by the broker. */
public final class TestDevice implements AutoCloseable {
    private static final long BROKER_MILLIS = 10_000;
    private static final int AT_LEAST_ONCE = 1;
    private static final AtomicLong CONNECTIONS = new AtomicLong();

    private final String prefix;
    private final String boot;
    private final MqttAsyncClient client;
    private final Cable cable = new Cable();
    private final BlockingQueue<JsonNode> commands = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> desired = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> offers = new LinkedBlockingQueue<>();

    private TestDevice(String prefix, String boot, MqttAsyncClient client) {
        this.prefix = prefix;
        this.boot = boot;
        this.client = client;
    }

    public static TestDevice connect(Instance instance, String tenant, String device) throws MqttException {
        String prefix = "dt/v1/" + tenant + "/" + device + "/";
        MqttAsyncClient client = new MqttAsyncClient(
                Objects.requireNonNull(instance.addresses().plainMqtt()),
                "acceptance-" + device,
                new MemoryPersistence());
        TestDevice connected = new TestDevice(prefix, "b1", client);
        client.setCallback(new Told(connected.commands, connected.desired, connected.offers));
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(connected.cable);
        String connection = Long.toString(CONNECTIONS.incrementAndGet());
        options.setWill(prefix + "presence", message(presence("offline", connection)));
        client.connect(options).waitForCompletion(BROKER_MILLIS);
        client.subscribe(new MqttSubscription(prefix + "command", AT_LEAST_ONCE))
                .waitForCompletion(BROKER_MILLIS);
        client.subscribe(new MqttSubscription(prefix + "desired", AT_LEAST_ONCE))
                .waitForCompletion(BROKER_MILLIS);
        client.subscribe(new MqttSubscription(prefix + "rollout", AT_LEAST_ONCE))
                .waitForCompletion(BROKER_MILLIS);
        connected.say("presence", presence("online", connection));
        return connected;
    }

    private static String presence(String state, String connection) {
        return Api.JSON.writeValueAsString(Map.of("state", state, "connection", connection));
    }

    void measure(long sequence, Instant at, double temperature) throws MqttException {
        say(
                "telemetry",
                Api.JSON.writeValueAsString(Map.of(
                        "boot",
                        boot,
                        "seq",
                        sequence,
                        "at",
                        at.toString(),
                        "values",
                        List.of(Map.of("name", "temperature", "value", temperature)))));
    }

    void answer(String command, String answer, String code) throws MqttException {
        say("ack/" + command, Api.JSON.writeValueAsString(Map.of("answer", answer, "code", code)));
    }

    public void say(String kind, String payload) throws MqttException {
        client.publish(prefix + kind, message(payload)).waitForCompletion(BROKER_MILLIS);
    }

    JsonNode nextCommand() throws InterruptedException {
        JsonNode command = commands.poll(BROKER_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(command).as("a command for " + prefix).isNotNull();
        return Objects.requireNonNull(command);
    }

    /** In another device's name: a plain broker lets anybody speak for anybody. */
    void sayFor(String tenant, String device, String kind, String payload) throws MqttException {
        client.publish("dt/v1/" + tenant + "/" + device + "/" + kind, message(payload))
                .waitForCompletion(BROKER_MILLIS);
    }

    /** What is desired of it, as it is told. */
    JsonNode nextDesired() throws InterruptedException {
        JsonNode told = desired.poll(BROKER_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(told).as("what is desired of " + prefix).isNotNull();
        return Objects.requireNonNull(told);
    }

    /** An update that it is offered. */
    JsonNode nextOffer() throws InterruptedException {
        JsonNode told = offers.poll(BROKER_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(told).as("an offer for " + prefix).isNotNull();
        return Objects.requireNonNull(told);
    }

    /** The cable is pulled: no DISCONNECT, so the broker speaks the will. */
    void vanish() throws IOException {
        cable.pull();
        // Until the client has seen it, its close would wait for an answer that nobody can send.
        await().until(() -> !client.isConnected());
    }

    private static MqttMessage message(String payload) {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(AT_LEAST_ONCE);
        return message;
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(BROKER_MILLIS);
            client.close();
        }
    }

    /** Keeps what a device is told and nothing else. */
    private record Told(Queue<JsonNode> commands, Queue<JsonNode> desired, Queue<JsonNode> offers)
            implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Queue<JsonNode> queue =
                    topic.endsWith("/desired") ? desired : topic.endsWith("/rollout") ? offers : commands;
            queue.add(Api.JSON.readTree(message.getPayload()));
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
