package io.devicetrail.pki.certificates;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Wakes who waits for an event to be read here. */
@Component
class ReadPulse {
    /** Longest time between two looks: another node may be the one that reads. */
    static final Duration LOOK = Duration.ofMillis(50);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();

    void beat() {
        lock.lock();
        try {
            read.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it came true in that time. */
    boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                boolean unused = read.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
