package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What the broker said is safe comes out of it, whenever it was killed. */
@Order(3)
@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for processes of its own most of the time")
class BrokerQueuesTest {
    private static final String TOPIC = "readings";
    private static final String SHARED = "$share/ingress/" + TOPIC;
    private static final long WEEK_SECONDS = 7 * 24 * 3600;
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    private Path home;

    private int port;
    private final List<MqttClient> clients = new ArrayList<>();
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void leave() throws MqttException {
        for (MqttClient client : clients) {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 200);
            }
            client.close(true);
        }
    }

    @Test
    void whatWasUnderWayAtAKillComesAgain() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(home, port)) {
            ingress().disconnect();
            publish("1", "2");
            ingress();
            assertThat(arrivals(2)).as("handed out, not acknowledged").containsExactlyInAnyOrder("1", "2");
            broker.kill();
        }
        try (BrokerProcess again = BrokerProcess.start(home, port)) {
            ingress();
            assertThat(arrivals(2)).containsExactlyInAnyOrder("1", "2");
        }
    }

    /**
     * The broker writes a message in steps, the places that refer to it (here a queue and the retained messages) and its
     * content, and a kill can fall between them. It would give the number of the lost content to the next message, and
     * keep no content for that one either.
     */
    @Test
    void aHalfWrittenMessageTakesNoOtherWithIt() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(home, port)) {
            ingress().disconnect();
            publish("1", "2");
            publish(true, "half-written");
            broker.kill();
        }
        forgetLastContent();
        try (BrokerProcess again = BrokerProcess.start(home, port)) {
            publish("3");
            ingress();
            assertThat(arrivals(3)).containsExactlyInAnyOrder("1", "2", "3");
        }
    }

    private MqttClient ingress() throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, "ingress", new MemoryPersistence());
        clients.add(client);
        client.setManualAcks(true);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(WEEK_SECONDS);
        client.setCallback(new Arrivals(arrived));
        client.connect(options);
        client.subscribe(new MqttSubscription[] {new MqttSubscription(SHARED, 1)});
        return client;
    }

    private void publish(String... payloads) throws MqttException {
        publish(false, payloads);
    }

    private void publish(boolean retained, String... payloads) throws MqttException {
        MqttClient device = new MqttClient("tcp://127.0.0.1:" + port, "device", new MemoryPersistence());
        clients.add(device);
        device.connect();
        for (String payload : payloads) {
            device.publish(TOPIC, new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, retained, null));
        }
        device.disconnect();
    }

    private List<String> arrivals(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            String next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("message %d, after %s", all.size() + 1, all).isNotNull();
            all.add(next);
        }
        return all;
    }

    /** Leaves on disk what a kill between the two steps leaves. */
    private void forgetLastContent() throws IOException, RocksDBException {
        Path last = home;
        long highest = 0;
        for (Path store : contents()) {
            try (Options options = new Options();
                    RocksDB content = RocksDB.openReadOnly(options, store.toString());
                    RocksIterator each = content.newIterator()) {
                for (each.seekToFirst(); each.isValid(); each.next()) {
                    long number = ByteBuffer.wrap(each.key()).getLong();
                    if (number > highest) {
                        highest = number;
                        last = store;
                    }
                }
            }
        }
        try (Options options = new Options();
                RocksDB content = RocksDB.open(options, last.toString())) {
            byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(highest).array();
            assertThat(new String(content.get(key), StandardCharsets.UTF_8)).isEqualTo("half-written");
            content.delete(key);
        }
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> stores = Files.list(home.resolve("broker/data/persistence/publish_payload_store/040500_R"))) {
            return stores.toList();
        }
    }
}
