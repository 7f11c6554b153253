package io.devicetrail.app.crash;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A client of its own thread that goes on through every crash until it has an answer to all it asked. */
abstract class Worker {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final Thread thread;
    private volatile boolean finishing;

    Worker(String name) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                work();
            } catch (InterruptedException given) {
                // The test has given up.
            }
        });
    }

    abstract void work() throws InterruptedException;

    final void start() {
        thread.start();
    }

    /** Nothing new; what was begun is brought to its end. */
    final void finish() {
        finishing = true;
    }

    final boolean finishing() {
        return finishing;
    }

    final boolean ended(Duration patience) throws InterruptedException {
        return thread.join(patience);
    }

    final void giveUp() {
        thread.interrupt();
    }

    static void pauseBetweenTries() throws InterruptedException {
        pause(BETWEEN_TRIES);
    }

    static void pause(Duration pause) throws InterruptedException {
        LockSupport.parkNanos(pause.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
