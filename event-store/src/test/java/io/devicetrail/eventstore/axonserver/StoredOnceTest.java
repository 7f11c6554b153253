package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.eventstore.append.LogUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class StoredOnceTest {
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger stored = new AtomicInteger();

    /** A copy that is behind after a start: what the log holds of "before" it does not know yet. */
    private final StoredOnce once = new StoredOnce(new CopiedCommands() {
        @Override
        public void awaitHead() {
            asked.incrementAndGet();
            try {
                caughtUp.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean holds(String commandId) {
            return commandId.equals("before") && caughtUp.getCount() == 0;
        }

        @Override
        public Set<String> heldOf(Collection<String> commandIds) {
            return Set.of();
        }
    });

    @Test
    void nobodyStoresBeforeTheCopyHasCaughtUp() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            Future<?> first = callers.submit(() -> store("new"));
            await().until(() -> asked.get() == 1);
            Future<?> second = callers.submit(() -> store("before"));
            await().during(Duration.ofMillis(200)).until(() -> stored.get() == 0 && !second.isDone());
            caughtUp.countDown();
            first.get();
            assertThatThrownBy(second::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConcurrencyException.class);
        }
        assertThat(stored).hasValue(1);
        assertThat(asked).as("once for both").hasValue(1);
    }

    @Test
    void anOutcomeThatIsNotKnownIsWaitedForAgain() {
        caughtUp.countDown();
        store("one");
        assertThatThrownBy(() -> once.append(List.of(message("two")), () -> {
                    throw new LogUnavailableException("who knows", false, new IllegalStateException("away"));
                }))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(asked).hasValue(1);
        store("two");
        store("three");
        assertThat(asked).hasValue(2);
    }

    private void store(String command) {
        once.append(List.of(message(command)), stored::incrementAndGet);
    }

    private static EventMessage<?> message(String command) {
        return new GenericEventMessage<>("payload", MetaData.from(Map.of(Metadata.COMMAND_ID, command)));
    }
}
