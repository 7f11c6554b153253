package io.devicetrail.ingress.intake;

import static io.devicetrail.ingress.TestFleet.telemetryTopic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.ingress.TestFleet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The writer on its own, from bytes to commit on a durable PostgreSQL: prints its rate. */
class WriterRateTest {
    private static final int DEVICES = 200;
    private static final int MESSAGES = 20_000;
    private static final int WARM_UP = 10_000;

    @Test
    void thousandsOfMessagesPerSecond() {
        try (IntakeFixture ingress = new IntakeFixture(Clock.systemUTC())) {
            String[] serialNumbers =
                    IntStream.range(0, DEVICES).mapToObj(i -> "n" + i).toArray(String[]::new);
            TestFleet.register(ingress.projection, serialNumbers);
            List<String> topics = new ArrayList<>();
            List<byte[]> payloads = new ArrayList<>();
            for (int i = 0; i < WARM_UP + MESSAGES; i++) {
                topics.add(telemetryTopic(serialNumbers[i % DEVICES]));
                payloads.add("""
                        {"boot":"b1","seq":%d,"at":"2026-11-20T10:00:00.123Z","values":[
                        {"name":"temperature","value":21.5},{"name":"count","value":%d},{"name":"open","value":true}]}""".formatted(i / DEVICES, i).getBytes(StandardCharsets.UTF_8));
            }
            long start = System.nanoTime();
            for (int i = 0; i < WARM_UP + MESSAGES; i++) {
                int sent = i;
                if (i == WARM_UP) {
                    start = System.nanoTime();
                }
                if (sent - ingress.acknowledged.get() >= 2_000) {
                    await().pollInterval(Duration.ofMillis(1))
                            .pollDelay(Duration.ZERO)
                            .until(() -> sent - ingress.acknowledged.get() < 1_500);
                }
                ingress.arrives(topics.get(i), payloads.get(i));
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> ingress.acknowledged.get() == WARM_UP + MESSAGES);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "writer: %d messages of 3 values from %d devices in %.2f s: %.0f messages/s%n",
                    MESSAGES, DEVICES, seconds, MESSAGES / seconds);
            assertThat(ingress.figures.stored.sum()).isEqualTo(WARM_UP + MESSAGES);
        }
    }
}
