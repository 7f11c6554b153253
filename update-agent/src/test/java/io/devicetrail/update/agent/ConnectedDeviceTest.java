package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.update.metadata.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device lives through without anybody starting it again. */
class ConnectedDeviceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMillis(20);
    /** Fewer would mean that the steps are no longer those of the whole update. */
    private static final int LEAST_STEPS = 45;

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(60_000);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    /** A broker that can be away, with one listener. */
    private static final class Link implements MessageLink {
        final List<String> states = new CopyOnWriteArrayList<>();
        final AtomicInteger acknowledged = new AtomicInteger();
        final AtomicInteger listenedAgain = new AtomicInteger();
        volatile boolean away;
        volatile @Nullable Consumer<Heard> listener;

        @Override
        public void publish(String topic, byte[] payload) throws IOException {
            if (away) {
                throw new IOException("the broker is away");
            }
            states.add(Wire.MAPPER.readTree(payload).path("state").stringValue());
        }

        @Override
        public void subscribe(String topic, Consumer<Heard> heard) {
            listener = heard;
        }

        @Override
        public void listenAgain() {
            listenedAgain.incrementAndGet();
        }

        void send(byte[] payload) {
            Consumer<Heard> to = listener;
            assertThat(to).isNotNull();
            if (to != null) {
                to.accept(new Heard(payload, acknowledged::incrementAndGet));
            }
        }

        String last() {
            return states.isEmpty() ? "" : states.getLast();
        }

        @Override
        public void close() {}
    }

    private ConnectedDevice connected(Path device, DurableFiles files, Link link) throws Exception {
        bench.make(device);
        var around = new DeviceAgent.Surroundings(
                files,
                new HttpServerSide(bench.http, bench.server.address(), HttpServerSide.SILENCE),
                (image, version) -> bench.selfTest.passes(image, version),
                bench.repository.clock,
                time -> {},
                bench.image.length / 3);
        var connected = new ConnectedDevice("acme", "d1", device, Bench.MADE, around, link, IDLE);
        connected.start();
        connected.awaitReady();
        return connected;
    }

    @Test
    void an_end_that_the_broker_did_not_take_is_told_when_it_is_back() throws Exception {
        Link link = new Link();
        link.away = true;
        try (ConnectedDevice device = connected(folder, DurableFiles.onDisk(), link)) {
            link.send(bench.offer());
            await().atMost(PATIENCE).until(() -> link.acknowledged.get() == 1);
            assertThat(link.states).isEmpty();
            link.away = false;
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(link.states).containsExactly("verified"));
            int before = link.listenedAgain.get();
            await().atMost(PATIENCE).until(() -> link.listenedAgain.get() > before + 2);
            assertThat(link.states).containsExactly("verified");
        }
    }

    @Test
    void a_disk_that_is_full_once_at_any_step_only_delays_an_update() throws Exception {
        int step = 0;
        boolean wasFull = true;
        while (wasFull) {
            Link link = new Link();
            FullOnceFiles files = new FullOnceFiles(++step);
            try (ConnectedDevice device = connected(folder.resolve("device" + step), files, link)) {
                link.send(bench.offer());
                await("full at step " + step)
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> link.last().equals("verified") && link.acknowledged.get() == 1);
                assertThat(link.states).doesNotContain("refused", "failed", "rolled_back");
            }
            wasFull = files.wasFull();
        }
        assertThat(step).isGreaterThan(LEAST_STEPS);
    }

    @Test
    void an_image_that_takes_the_device_down_three_times_is_taken_back_and_the_next_offer_heard() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        bench.selfTest = (image, version) -> {
            if (starts.incrementAndGet() <= BootLoader.STARTS) {
                throw new IllegalStateException("the image has taken the device down");
            }
            return true;
        };
        Link link = new Link();
        try (ConnectedDevice device = connected(folder, DurableFiles.onDisk(), link)) {
            link.send(bench.offer());
            await().atMost(PATIENCE).until(() -> link.last().equals("rolled_back"));
            link.send(bench.offer(2, ""));
            await().atMost(PATIENCE).until(() -> link.last().equals("verified"));
            await().atMost(PATIENCE).until(() -> link.acknowledged.get() == 2);
        }
    }
}
