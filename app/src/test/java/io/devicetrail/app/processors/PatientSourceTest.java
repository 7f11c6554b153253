package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a reader is given what does not concern it. A number concerns it, a text does not. */
class PatientSourceTest {
    /** Longer than any test waits. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final int LONG_SECONDS = 20;
    private static final int SHORT_MILLIS = 100;

    private final EmbeddedEventStore log = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final AtomicBoolean hurried = new AtomicBoolean();

    @AfterEach
    void close() {
        log.shutDown();
    }

    @Test
    void whatConcernsItComesAtOnceAndAllBeforeItFirst() throws InterruptedException {
        stored("a", "b", 3, "d");
        try (BlockingStream<TrackedEventMessage<?>> stream = opened(FOR_EVER)) {
            assertThat(stream.hasNextAvailable(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(given(stream)).containsExactly("a", "b", 3);
            assertThat(stream.hasNextAvailable(SHORT_MILLIS, TimeUnit.MILLISECONDS))
                    .isFalse();
            stored(5);
            assertThat(stream.hasNextAvailable(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(given(stream)).containsExactly("d", 5);
        }
    }

    @Test
    void whatDoesNotIsKeptBackUntilSomebodyWaits() throws InterruptedException {
        stored("a", "b");
        try (BlockingStream<TrackedEventMessage<?>> stream = opened(FOR_EVER)) {
            assertThat(stream.hasNextAvailable(SHORT_MILLIS, TimeUnit.MILLISECONDS))
                    .isFalse();
            assertThat(stream.peek()).isEmpty();
            hurried.set(true);
            assertThat(stream.hasNextAvailable(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(given(stream)).containsExactly("a", "b");
        }
    }

    @Test
    void afterAMomentItIsGivenAllTheSame() throws InterruptedException {
        stored("a");
        try (BlockingStream<TrackedEventMessage<?>> stream = opened(Duration.ofMillis(SHORT_MILLIS))) {
            assertThat(stream.hasNextAvailable(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(given(stream)).containsExactly("a");
        }
    }

    /** In a rebuild there is always more, and none of it may pile up. */
    @Test
    void noMoreIsKeptBackThanABatchHas() throws InterruptedException {
        for (int number = 0; number <= PatientSource.MOST; number++) {
            stored("text " + number);
        }
        try (BlockingStream<TrackedEventMessage<?>> stream = opened(FOR_EVER)) {
            assertThat(stream.hasNextAvailable(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(given(stream)).hasSize(PatientSource.MOST);
        }
    }

    @Test
    void nothingThereIsNothingGiven() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = opened(FOR_EVER)) {
            assertThat(stream.hasNextAvailable(SHORT_MILLIS, TimeUnit.MILLISECONDS))
                    .isFalse();
            assertThat(stream.peek()).isEmpty();
        }
    }

    private void stored(Object... events) {
        for (Object event : events) {
            log.publish(GenericEventMessage.asEventMessage(event));
        }
    }

    private BlockingStream<TrackedEventMessage<?>> opened(Duration longest) {
        return new PatientSource(log, event -> event.getPayload() instanceof Integer, hurried::get, longest)
                .openStream(null);
    }

    private static List<Object> given(BlockingStream<TrackedEventMessage<?>> stream) throws InterruptedException {
        List<Object> given = new ArrayList<>();
        while (stream.peek().isPresent()) {
            given.add(stream.nextAvailable().getPayload());
        }
        return given;
    }
}
