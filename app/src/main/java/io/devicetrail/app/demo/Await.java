package io.devicetrail.app.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits, within bounds, for what the platform does by itself. */
final class Await {
    private static final long LOOK_NANOS = 100_000_000;

    private Await() {}

    /** @throws DemoFailure naming what was awaited and what was last seen */
    static <T> T until(String what, Duration most, Supplier<T> look, java.util.function.Predicate<T> enough) {
        long deadline = System.nanoTime() + most.toNanos();
        T seen = look.get();
        while (!enough.test(seen)) {
            if (System.nanoTime() > deadline || Thread.interrupted()) {
                throw new DemoFailure(what + " within " + most.toSeconds() + " s was expected; last seen: " + seen);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            seen = look.get();
        }
        return seen;
    }
}
