package io.devicetrail.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
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

/** The receiving end: everything the broker handed over, in order of arrival, from a session that outlives outages. */
final class Listener implements AutoCloseable, MqttCallback {

    record Arrival(String topic, String text, JsonNode json) {
        String boot() {
            return json.get("boot").stringValue();
        }

        long seq() {
            return json.get("seq").longValue();
        }

        List<JsonNode> values(String name) {
            List<JsonNode> found = new ArrayList<>();
            json.get("values").forEach(value -> {
                if (value.get("name").stringValue().equals(name)) {
                    found.add(value);
                }
            });
            return found;
        }
    }

    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final JsonMapper mapper = new JsonMapper();
    private final MqttAsyncClient client;

    Listener(String url) throws MqttException {
        client = new MqttAsyncClient(url, "listener-" + UUID.randomUUID(), new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        options.setAutomaticReconnect(true);
        options.setAutomaticReconnectDelay(1, 1);
        client.connect(options).waitForCompletion(10_000);
        client.subscribe("dt/v1/#", 1).waitForCompletion(10_000);
    }

    List<Arrival> telemetry(UUID device) {
        return arrivals.stream()
                .filter(arrival -> arrival.topic().endsWith("/" + device + "/telemetry"))
                .toList();
    }

    /** Every value of that name, in order of arrival. */
    List<JsonNode> values(UUID device, String name) {
        return telemetry(device).stream()
                .flatMap(arrival -> arrival.values(name).stream())
                .toList();
    }

    List<String> presence(UUID device) {
        return arrivals.stream()
                .filter(arrival -> arrival.topic().endsWith("/" + device + "/presence"))
                .map(Arrival::text)
                .toList();
    }

    /** First arrivals count up from 0 without a gap; a repetition is the same message again. */
    static void assertEveryNumberInOrder(List<Arrival> arrivals, int least) {
        var firstOf = new LinkedHashMap<Long, String>();
        for (Arrival arrival : arrivals) {
            String known = firstOf.putIfAbsent(arrival.seq(), arrival.text());
            if (known != null) {
                assertThat(arrival.text()).isEqualTo(known);
            }
        }
        assertThat(firstOf).hasSizeGreaterThan(least);
        assertThat(List.copyOf(firstOf.keySet()))
                .isEqualTo(LongStream.range(0, firstOf.size()).boxed().toList());
        assertThat(arrivals)
                .extracting(Arrival::boot)
                .containsOnly(arrivals.getFirst().boot());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        String text = new String(message.getPayload(), java.nio.charset.StandardCharsets.UTF_8);
        arrivals.add(new Arrival(topic, text, mapper.readTree(text)));
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

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, 0, false);
        client.close(true);
    }
}
