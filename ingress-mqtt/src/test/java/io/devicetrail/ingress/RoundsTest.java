package io.devicetrail.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final AtomicInteger begun = new AtomicInteger();

    private final class Failing extends Rounds {
        private static final List<Throwable> FAILURES =
                List.of(new IllegalStateException("one"), new StackOverflowError(), new NoClassDefFoundError());

        Failing() {
            super("failing", Duration.ofMillis(1), StartOrder.JUDGE);
        }

        @Override
        protected void round() {
            int round = begun.getAndIncrement();
            if (round < FAILURES.size()) {
                throw failure(FAILURES.get(round));
            }
        }

        private static RuntimeException failure(Throwable what) {
            if (what instanceof Error error) {
                throw error;
            }
            return (RuntimeException) what;
        }
    }

    @Test
    void whatFailsInOneRoundDoesNotEndTheOthers() {
        Rounds rounds = new Failing();
        rounds.start();
        try {
            await().until(() -> begun.get() > 2 * Failing.FAILURES.size());
            assertThat(rounds.isRunning()).isTrue();
        } finally {
            rounds.stop();
        }
        assertThat(rounds.isRunning()).isFalse();
    }
}
