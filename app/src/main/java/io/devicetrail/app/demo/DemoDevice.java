package io.devicetrail.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A device as its maker would write it: an MQTT client of its own, with will, telemetry and answers to commands. */
final class DemoDevice implements MqttCallback, AutoCloseable {
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long BROKER_TIMEOUT_MILLIS = 10_000;
    private static final int AT_LEAST_ONCE = 1;
    /** Between two attempts to reach the broker again. */
    private static final long ATTEMPT_NANOS = 2_000_000_000L;

    private final String prefix;
    private volatile DemoIdentity identity;
    private final JsonMapper json;
    private final Clock clock;
    private final String brokerUrl;
    private final String clientId;
    private volatile MqttAsyncClient client;
    private long attemptedAt;
    private final String boot;
    private final AtomicLong sequence = new AtomicLong();
    private volatile boolean silent;
    private volatile boolean broken;
    private volatile @Nullable DemoUpdate update;

    DemoDevice(String brokerUrl, String tenant, DemoIdentity identity, JsonMapper json, Clock clock) {
        this.identity = identity;
        this.prefix = "dt/v1/" + tenant + "/" + identity.device() + "/";
        this.json = json;
        this.clock = clock;
        this.boot = "demo-" + clock.millis();
        this.brokerUrl = brokerUrl;
        this.clientId = identity.device();
        this.client = newClient();
    }

    private MqttAsyncClient newClient() {
        try {
            MqttAsyncClient fresh = new MqttAsyncClient(brokerUrl, clientId, new MemoryPersistence());
            fresh.setCallback(this);
            return fresh;
        } catch (MqttException e) {
            throw new DemoFailure(clientId + " has no client", e);
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(identity.tls().getSocketFactory());
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setWill(prefix + "presence", message("{\"state\":\"offline\"}", true));
        return options;
    }

    void connect() {
        attemptedAt = System.nanoTime();
        try {
            client.connect(options()).waitForCompletion(BROKER_TIMEOUT_MILLIS);
            client.subscribe(prefix + "command", AT_LEAST_ONCE).waitForCompletion(BROKER_TIMEOUT_MILLIS);
            publish("presence", "{\"state\":\"online\"}", true);
        } catch (MqttException e) {
            throw new DemoFailure("a device cannot connect to " + brokerUrl, e);
        }
    }

    /**
     * Tries to reach the broker again, without waiting for it. Each attempt has a client of its own: the library's own
     * reconnection gives up for good now and then when a broker stays away for several attempts.
     */
    void reconnectIfDue() {
        if (System.nanoTime() - attemptedAt < ATTEMPT_NANOS) {
            return;
        }
        attemptedAt = System.nanoTime();
        MqttAsyncClient gone = client;
        MqttAsyncClient fresh = newClient();
        client = fresh;
        discard(gone);
        try {
            fresh.connect(options(), null, new WhenConnected());
        } catch (MqttException unreachable) {
            // Tried again at one of the next turns.
            return;
        }
    }

    private static void discard(MqttAsyncClient gone) {
        try {
            gone.close(true);
        } catch (MqttException alreadyClosed) {
            return;
        }
    }

    /** On the client's own thread, which waits for nothing. */
    private final class WhenConnected implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            try {
                client.subscribe(prefix + "command", AT_LEAST_ONCE);
                if (update != null) {
                    client.subscribe(prefix + "rollout", AT_LEAST_ONCE);
                }
                publish("presence", "{\"state\":\"online\"}", true);
            } catch (MqttException | DemoFailure lostAgain) {
                return;
            }
        }

        @Override
        public void onFailure(IMqttToken token, Throwable unreachable) {}
    }

    /** Sends one telemetry message, unless the device has fallen silent. Returns whether it was sent. */
    boolean send(Map<String, ?> values) {
        if (silent) {
            return false;
        }
        if (!client.isConnected()) {
            reconnectIfDue();
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

    DemoIdentity identity() {
        return identity;
    }

    boolean isConnected() {
        return client.isConnected();
    }

    /** Comes again at once, with another certificate. */
    void reconnectAs(DemoIdentity renewed) {
        identity = renewed;
        close();
        client = newClient();
        connect();
    }

    /** Still connected, but neither speaks nor answers: what a hung firmware looks like. */
    void fallSilent() {
        silent = true;
    }

    /** From now on, or from when it is connected again, it hears offers of another release. */
    void takes(DemoUpdate updates) {
        update = updates;
        if (!client.isConnected()) {
            // Not back yet after the broker was away: it listens when it is.
            return;
        }
        try {
            client.subscribe(prefix + "rollout", AT_LEAST_ONCE).waitForCompletion(BROKER_TIMEOUT_MILLIS);
        } catch (MqttException e) {
            throw new DemoFailure("a device cannot hear offers", e);
        }
    }

    /** Whether it fails at what it is told. */
    void breaks(boolean does) {
        broken = does;
    }

    long sent() {
        return sequence.get();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (silent) {
            return;
        }
        DemoUpdate taking = update;
        if (topic.equals(prefix + "rollout") && taking != null) {
            taking.take(
                    json.readTree(message.getPayload()),
                    report -> publish("update", json.writeValueAsString(report), false));
            return;
        }
        JsonNode command = json.readTree(message.getPayload());
        String ack = "ack/" + command.path("commandId").asString();
        String end = broken ? "failed" : "succeeded";
        for (String answer : List.of("received", "executing", end)) {
            String code = answer.equals("failed") ? "LAMP_BROKEN" : "OK";
            publish(ack, json.writeValueAsString(Map.of("answer", answer, "code", code, "at", now())), false);
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
