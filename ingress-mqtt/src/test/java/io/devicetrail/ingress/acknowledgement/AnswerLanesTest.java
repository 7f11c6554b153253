package io.devicetrail.ingress.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.ingress.TestFleet;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.intake.IntakeFixture;
import io.devicetrail.ingress.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A log that is away for long, and one lane with room for two answers behind the one that is tried. */
class AnswerLanesTest {
    private final IntakeFixture ingress = new IntakeFixture(Clock.systemUTC());
    private final Map<CommandId, Integer> tries = new ConcurrentHashMap<>();
    private final List<CommandId> acknowledged = new CopyOnWriteArrayList<>();
    private final List<CommandId> givenBack = new CopyOnWriteArrayList<>();
    private final AnswerLanes lanes = new AnswerLanes(
            ingress.contracts,
            ingress.commands,
            ingress.writer,
            IntakeFixture.settings("acknowledgement-lanes", "1", "clients", "1", "receive-maximum", "1"),
            Duration.ofMillis(1),
            Duration.ofMillis(2));

    @AfterEach
    void close() {
        lanes.stop();
        ingress.close();
    }

    /** Nobody would settle it any more, and the broker might send nothing else on its connection. */
    @Test
    void anAnswerThatHasNoRoomInItsLaneAnyMoreIsGivenBack() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch full = new CountDownLatch(1);
        TestFleet.register(ingress.projection, "a");
        ingress.bus.subscribe(RecordCommandAnswer.class.getName(), message -> {
            begun.countDown();
            assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
            tries.merge(((RecordCommandAnswer) message.getPayload()).command(), 1, Integer::sum);
            throw new IllegalStateException("the log is away");
        });
        CommandId first = new CommandId(UUID.randomUUID());
        CommandId second = new CommandId(UUID.randomUUID());
        lanes.start();
        assertThat(offered(first)).isTrue();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(offered(second)).isTrue();
        assertThat(offered(new CommandId(UUID.randomUUID()))).isTrue();
        assertThat(offered(new CommandId(UUID.randomUUID()))).as("no room").isFalse();
        full.countDown();

        await().until(() -> givenBack.contains(first));
        await().until(() -> tries.getOrDefault(second, 0) > 2 * AnswerLanes.TRIES);
        assertThat(givenBack)
                .as("for the others there is room behind each other")
                .containsExactly(first);
        assertThat(tries).containsEntry(first, AnswerLanes.TRIES);
        assertThat(acknowledged).isEmpty();
    }

    private boolean offered(CommandId command) {
        byte[] payload = "{\"answer\":\"received\"}".getBytes(StandardCharsets.UTF_8);
        return lanes.offer(
                new Topic.Ack(TestFleet.ACME, TestFleet.device("a"), command),
                new Delivery(
                        "ack",
                        payload,
                        payload.length,
                        Instant.EPOCH,
                        () -> acknowledged.add(command),
                        () -> givenBack.add(command)));
    }
}
