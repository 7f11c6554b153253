package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.cli.LedgerHome.Said;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerTailer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Verifies a home again and again while events are added and keys are rotated: nothing is wrong with it, so nothing may
 * be found. {@code -Ddevicetrail.runs} makes it longer.
 */
class CleanRunsTest {
    private static final int EVENTS = 3_000;
    private static final int AT_ONCE = 3;
    /** Every run meets so many, wherever it is. A run reads all events: with a pace of their own they would outgrow it. */
    private static final int ADDITIONS_OF_A_RUN = 5;
    /** Additions between two rotations. */
    private static final int KEYS_LAST = 10;

    /** Who waits for a thousand runs is told how far they are. */
    private static final Duration TELL = Duration.ofSeconds(10);

    private final int runs = Integer.getInteger("devicetrail.runs", 25);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long nanosOfTheLastRun;

    @Test
    void aHomeThatIsBeingWrittenGivesNoAlarm() throws Exception {
        PrintStream out = System.out;
        List<String> alarms = new ArrayList<>();
        try (LedgerHome home = new LedgerHome();
                ExecutorService writing = Executors.newSingleThreadExecutor()) {
            LedgerKeyring keys = home.keys();
            home.grow(EVENTS);
            try (LedgerTailer tailer = home.tailer(keys)) {
                await().until(() -> tailer.status().size() == EVENTS);
                long begun = System.nanoTime();
                assertThat(home.verify().exit()).isZero();
                nanosOfTheLastRun = System.nanoTime() - begun;
                Future<Integer> rotations = writing.submit(() -> write(home, keys));
                long seen = EVENTS;
                long told = begun;
                try {
                    for (int run = 1; run <= runs; run++) {
                        long began = System.nanoTime();
                        Said said = home.verify();
                        nanosOfTheLastRun = System.nanoTime() - began;
                        seen = said.answer().path("events").asLong();
                        if (said.exit() != 0) {
                            alarms.add("run " + run + ": " + said.answer());
                            out.println("run " + run + " gave an alarm: " + said.answer());
                        }
                        if (System.nanoTime() - told > TELL.toNanos()) {
                            told = System.nanoTime();
                            out.println(
                                    "run " + run + " of " + runs + ", alarms " + alarms.size() + ", events " + seen);
                        }
                    }
                } finally {
                    over.countDown();
                }
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                out.println("runs " + runs + ", alarms " + alarms.size() + ", " + seconds + " seconds; events " + EVENTS
                        + " to " + seen + ", rotations " + rotations.get());
                assertThat(rotations.get()).as("keys were rotated meanwhile").isPositive();
                assertThat(seen).as("events were added meanwhile").isGreaterThan(EVENTS);
            }
        }
        assertThat(alarms).isEmpty();
    }

    private int write(LedgerHome home, LedgerKeyring keys) throws IOException, InterruptedException {
        int rotations = 0;
        for (int written = 1; !over.await(nanosOfTheLastRun / ADDITIONS_OF_A_RUN, TimeUnit.NANOSECONDS); written++) {
            if (written % KEYS_LAST == 1) {
                LedgerKeyring.Succession succession = keys.succession(null);
                home.rotate(keys);
                if (!keys.awaitInForce(succession.to(), Duration.ofSeconds(10))) {
                    throw new IOException("the keys were not rotated");
                }
                rotations++;
            }
            home.grow(AT_ONCE);
        }
        return rotations;
    }
}
