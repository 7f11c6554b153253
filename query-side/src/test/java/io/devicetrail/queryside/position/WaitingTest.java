package io.devicetrail.queryside.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final int MANY = 64;
    private static final long SECONDS = 20;

    private final AtomicLong position = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private final Waiting waiting = new Waiting(() -> {
        questions.incrementAndGet();
        return position.get();
    });
    private final ExecutorService people = Executors.newCachedThreadPool();

    @AfterEach
    void sendHome() {
        people.shutdownNow();
    }

    @Test
    void oneAsksForAll() throws Exception {
        List<Future<Boolean>> all = wait(MANY);
        int before = questions.get();
        int commits = 200;
        for (int commit = 1; commit <= commits; commit++) {
            position.incrementAndGet();
            waiting.moved();
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get(SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        // One for each commit, and one for each that was awaited as well: not one for each commit and person.
        assertThat(questions.get() - before).isLessThanOrEqualTo(commits + MANY);
    }

    @Test
    void whoGivesUpLeavesTheAskingToAnother() throws Exception {
        Future<Boolean> first = people.submit(() -> waiting.await(1, in(Duration.ofMillis(200))));
        await().until(() -> questions.get() > 0);
        Future<Boolean> second = people.submit(() -> waiting.await(1, in(Duration.ofSeconds(SECONDS))));
        assertThat(first.get(SECONDS, TimeUnit.SECONDS)).isFalse();
        position.set(1);
        waiting.moved();
        assertThat(second.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anotherNodesCommitIsSeenWithoutASignal() throws Exception {
        List<Future<Boolean>> all = wait(2);
        position.set(2);
        for (Future<Boolean> one : all) {
            assertThat(one.get(SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aFailedQuestionIsItsAskersAlone() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Waiting away = new Waiting(() -> {
            if (asked.getAndIncrement() == 0) {
                await().until(() -> position.get() == 1);
                throw new IllegalStateException("away");
            }
            return position.get();
        });
        Future<Boolean> first = people.submit(() -> away.await(1, in(Duration.ofSeconds(SECONDS))));
        await().until(() -> asked.get() == 1);
        Future<Boolean> second = people.submit(() -> away.await(1, in(Duration.ofSeconds(SECONDS))));
        position.set(1);
        assertThatThrownBy(() -> first.get(SECONDS, TimeUnit.SECONDS)).hasMessageContaining("away");
        assertThat(second.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** As during a rebuild in several segments: something moves while each question is under way. */
    @Test
    void whoAsksGivesUpInTimeThoughThereIsAlwaysSomethingNew() throws Exception {
        AtomicReference<Waiting> itself = new AtomicReference<>();
        Waiting restless = new Waiting(() -> {
            Objects.requireNonNull(itself.get()).moved();
            return 0;
        });
        itself.set(restless);
        Future<Boolean> asker = people.submit(() -> restless.await(1, in(Duration.ofMillis(100))));
        assertThat(asker.get(SECONDS, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void itIsAskedOnceThoughTheEndHasPassed() throws Exception {
        position.set(1);
        assertThat(waiting.await(1, in(Duration.ZERO))).isTrue();
        assertThat(waiting.await(2, in(Duration.ZERO))).isFalse();
        assertThat(questions).hasValue(2);
    }

    /** For the positions from 1 on; all of them are waiting. */
    private List<Future<Boolean>> wait(int number) {
        List<Future<Boolean>> all = new ArrayList<>();
        for (int one = 1; one <= number; one++) {
            long awaited = one;
            int before = questions.get();
            Callable<Boolean> person = () -> waiting.await(awaited, in(Duration.ofSeconds(SECONDS)));
            all.add(people.submit(person));
            await().until(() -> questions.get() > before);
        }
        return all;
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }
}
