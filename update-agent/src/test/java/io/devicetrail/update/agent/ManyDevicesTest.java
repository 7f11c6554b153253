package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many devices in one process, each with its directory, over one HTTP client and a broker in memory. */
class ManyDevicesTest {
    private static final int DEVICES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Retains nothing, loses nothing: every message is handed over at once, and acknowledged by the device. */
    private static final class Broker {
        final Map<String, Consumer<MessageLink.Heard>> listeners = new ConcurrentHashMap<>();
        final Map<String, List<JsonNode>> published = new ConcurrentHashMap<>();
        final List<String> acknowledged = new CopyOnWriteArrayList<>();

        MessageLink link() {
            return new MessageLink() {
                @Override
                public void publish(String topic, byte[] payload) {
                    published
                            .computeIfAbsent(topic, any -> new CopyOnWriteArrayList<>())
                            .add(Wire.MAPPER.readTree(payload));
                }

                @Override
                public void subscribe(String topic, Consumer<Heard> heard) {
                    listeners.put(topic, heard);
                }

                @Override
                public void listenAgain() {}

                @Override
                public void close() {}
            };
        }

        void send(String topic, byte[] payload) {
            Consumer<MessageLink.Heard> listener = listeners.get(topic);
            assertThat(listener).as(topic).isNotNull();
            if (listener != null) {
                listener.accept(new MessageLink.Heard(payload, () -> acknowledged.add(topic)));
            }
        }

        String lastState(String topic) {
            List<JsonNode> all = published.getOrDefault(topic, List.of());
            return all.isEmpty() ? "" : all.getLast().path("state").stringValue();
        }
    }

    @Test
    void two_hundred_devices_take_one_offer_each_and_report_on_their_own_topics(@TempDir Path folder) throws Exception {
        Broker broker = new Broker();
        List<ConnectedDevice> devices = new ArrayList<>();
        try (Bench bench = new Bench()) {
            var around = around(bench);
            for (int number = 0; number < DEVICES; number++) {
                Path own = folder.resolve("device" + number);
                bench.make(own);
                var device = new ConnectedDevice(
                        "acme", "d" + number, own, Bench.MADE, around, broker.link(), ConnectedDevice.IDLE);
                devices.add(device);
                device.start();
                device.awaitReady();
            }
            for (int number = 0; number < DEVICES; number++) {
                broker.send("dt/v1/acme/d" + number + "/rollout", bench.offer());
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                for (int number = 0; number < DEVICES; number++) {
                    assertThat(broker.lastState("dt/v1/acme/d" + number + "/update"))
                            .isEqualTo("verified");
                }
            });
            await().atMost(PATIENCE).until(() -> broker.acknowledged.size() == DEVICES);
            JsonNode last = broker.published
                    .getOrDefault("dt/v1/acme/d7/update", List.of())
                    .getLast();
            assertThat(new String(Wire.MAPPER.writeValueAsBytes(last), StandardCharsets.UTF_8))
                    .isEqualTo("{\"rollout\":\"" + Bench.ROLLOUT + "\",\"attempt\":1,\"state\":\"verified\","
                            + "\"version\":\"2.1.0\",\"code\":null,\"progress\":100,\"at\":\"2026-11-23T08:00:00Z\"}");
            devices.forEach(ConnectedDevice::close);
        }
    }

    private static DeviceAgent.Surroundings around(Bench bench) throws IOException {
        return new DeviceAgent.Surroundings(
                DurableFiles.onDisk(),
                new HttpServerSide(bench.http, bench.server.address(), HttpServerSide.SILENCE),
                (image, version) -> true,
                bench.repository.clock,
                time -> {},
                ImageDownload.FORCED_EACH);
    }
}
