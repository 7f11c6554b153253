package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker that restarts and has forgotten its sessions. */
class LostSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EACH = Duration.ofMillis(500);

    @Test
    void a_device_hears_again_after_the_broker_has_lost_its_session(@TempDir Path folder) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TestBroker broker = TestBroker.start(folder);
                MqttLink link = new MqttLink(broker.url(), "d1", null)) {
            link.subscribe("dt/v1/acme/d1/rollout", each -> {
                heard.add(new String(each.payload(), StandardCharsets.UTF_8));
                each.acknowledge().run();
            });
            broker.publish("dt/v1/acme/d1/rollout", bytes("before"));
            await().atMost(PATIENCE).until(() -> heard.contains("before"));
            broker.kill();
            broker.start();
            // What is published before the device is back is lost with any broker: so more than once.
            await().atMost(PATIENCE).pollInterval(EACH).until(() -> {
                broker.publish("dt/v1/acme/d1/rollout", bytes("after"));
                return heard.contains("after");
            });
            assertThat(heard).startsWith("before");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
