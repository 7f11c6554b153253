package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that starts takes nothing from one that runs in the same JVM. */
class BrokersOfOneJvmTest {
    private static final String TOPIC = "readings";
    private static final int BEFORE = 20;
    private static final int AFTER = 5;

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void theFirstIsHeardWhenASecondHasStarted() throws Exception {
        int port = Ports.claim("plain", "127.0.0.1", 0);
        BrokerPart running = BrokerProcess.part(first, Ports.claim("tls", "127.0.0.1", 0), port);
        MqttClient hearing = client(port, "hearing");
        MqttClient saying = client(port, "saying");
        try {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            hearing.setCallback(new Arrivals(heard));
            hearing.subscribe(new MqttSubscription[] {new MqttSubscription("$share/ingress/" + TOPIC, 1)});
            say(saying, "before", BEFORE);
            assertHeard(heard, "before", BEFORE);

            BrokerProcess.part(second, Ports.claim("tls", "127.0.0.1", 0), Ports.claim("plain", "127.0.0.1", 0))
                    .close();
            say(saying, "after", AFTER);
            assertHeard(heard, "after", AFTER);
        } finally {
            for (MqttClient client : List.of(hearing, saying)) {
                client.disconnectForcibly(0, 200);
                client.close(true);
            }
            running.close();
        }
    }

    private static MqttClient client(int port, String name) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, name, new MemoryPersistence());
        client.connect();
        return client;
    }

    private static void say(MqttClient saying, String word, int times) throws MqttException {
        for (int i = 0; i < times; i++) {
            saying.publish(TOPIC, (word + " " + i).getBytes(StandardCharsets.UTF_8), 1, false);
        }
    }

    private static void assertHeard(BlockingQueue<String> heard, String word, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(word + " " + i);
        }
    }
}
