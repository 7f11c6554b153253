package io.devicetrail.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A device as its maker would write it: an MQTT client of its own, with will, telemetry and answers to commands. */
final class DemoDevice implements MqttCallback, AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long BROKER_TIMEOUT_MILLIS = 10_000;
    private static final int AT_LEAST_ONCE = 1;
    private static final int LONGEST_RECONNECT_SECONDS = 2;

    private final String prefix;
    private final JsonMapper json;
    private final Clock clock;
    private final MqttAsyncClient client;
    private final String boot;
    private final AtomicLong sequence = new AtomicLong();
    private volatile boolean silent;

    DemoDevice(String brokerUrl, String tenant, String deviceId, JsonMapper json, Clock clock) {
        this.prefix = "dt/v1/" + tenant + "/" + deviceId + "/";
        this.json = json;
        this.clock = clock;
        this.boot = "demo-" + clock.millis();
        try {
            client = new MqttAsyncClient(brokerUrl, "demo-" + deviceId, new MemoryPersistence());
        } catch (MqttException e) {
            throw new DemoFailure("device " + deviceId + " has no client", e);
        }
        client.setCallback(this);
    }

    void connect() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setAutomaticReconnect(true);
        options.setAutomaticReconnectDelay(1, LONGEST_RECONNECT_SECONDS);
        options.setWill(prefix + "presence", message("{\"state\":\"offline\"}", true));
        try {
            client.connect(options).waitForCompletion(BROKER_TIMEOUT_MILLIS);
            client.subscribe(prefix + "command", AT_LEAST_ONCE).waitForCompletion(BROKER_TIMEOUT_MILLIS);
            publish("presence", "{\"state\":\"online\"}", true);
        } catch (MqttException e) {
            throw new DemoFailure("a device cannot connect to " + client.getServerURI(), e);
        }
    }

    /** Sends one telemetry message, unless the device has fallen silent. Returns whether it was sent. */
    boolean send(Map<String, ?> values) {
        if (silent || !client.isConnected()) {
            return false;
        }
        List<Map<String, Object>> list = values.entrySet().stream()
                .map(value ->
                        Map.<String, Object>of("name", value.getKey(), "value", value.getValue(), "quality", "GOOD"))
                .toList();
        Map<String, Object> telemetry =
                Map.of("boot", boot, "seq", sequence.getAndIncrement(), "at", now(), "values", list);
        publish("telemetry", json.writeValueAsString(telemetry), false);
        return true;
    }

    /** Still connected, but neither speaks nor answers: what a hung firmware looks like. */
    void fallSilent() {
        silent = true;
    }

    long sent() {
        return sequence.get();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (silent) {
            return;
        }
        JsonNode command = json.readTree(message.getPayload());
        String ack = "ack/" + command.path("commandId").asString();
        for (String answer : List.of("received", "executing", "succeeded")) {
            publish(ack, json.writeValueAsString(Map.of("answer", answer, "code", "OK", "at", now())), false);
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private void publish(String kind, String payload, boolean retained) {
        try {
            client.publish(prefix + kind, message(payload, retained));
        } catch (MqttException e) {
            throw new DemoFailure("a device cannot publish", e);
        }
    }

    private static MqttMessage message(String payload, boolean retained) {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(AT_LEAST_ONCE);
        message.setRetained(retained);
        return message;
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(BROKER_TIMEOUT_MILLIS);
            }
            client.close();
        } catch (MqttException e) {
            throw new DemoFailure("a device did not disconnect", e);
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
