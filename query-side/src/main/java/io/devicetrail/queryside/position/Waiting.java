package io.devicetrail.queryside.position;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for one read model. One of them asks where it is, for all: if each asked for himself, every commit of a
 * projection would be followed by as many questions as there are people waiting.
 */
final class Waiting {
    /** The net under the signal: a commit of another node wakes nobody here. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final LongSupplier current;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiter> waiters = new ArrayList<>();
    private @Nullable Waiter asking;
    /** As many as are in the list, to be read without the lock. */
    private volatile int many;

    /** The read model may have moved, or somebody come, since it was last asked. */
    private boolean stale;

    /** @param current asks where the read model is */
    Waiting(LongSupplier current) {
        this.current = current;
    }

    private static final class Waiter {
        private final long position;
        private final Condition turn;
        private boolean reached;

        private Waiter(long position, Condition turn) {
            this.position = position;
            this.turn = turn;
        }
    }

    /**
     * @param end as of {@link System#nanoTime}
     * @return false if it was not seen at the position before the end
     */
    boolean await(long position, long end) throws InterruptedException {
        lock.lock();
        try {
            Waiter waiter = new Waiter(position, lock.newCondition());
            waiters.add(waiter);
            many = waiters.size();
            look();
            try {
                return await(waiter, end);
            } finally {
                waiters.remove(waiter);
                many = waiters.size();
                handOver(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean any() {
        return many > 0;
    }

    /** There may be something new to see. */
    void moved() {
        lock.lock();
        try {
            look();
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        stale = true;
        if (asking != null) {
            asking.turn.signal();
        }
    }

    private boolean await(Waiter waiter, long end) throws InterruptedException {
        while (true) {
            if (asking == null) {
                asking = waiter;
            }
            if (asking == waiter && stale) {
                ask();
            }
            // Looked at also where there is always something new to see.
            long left = end - System.nanoTime();
            if (waiter.reached || left <= 0) {
                return waiter.reached;
            }
            if (asking != waiter) {
                waiter.turn.awaitNanos(left);
            } else if (!stale) {
                waiter.turn.awaitNanos(Math.min(left, POLL.toNanos()));
                stale = true;
            }
        }
    }

    /** Without the lock: whoever comes meanwhile makes the answer stale. */
    private void ask() {
        stale = false;
        lock.unlock();
        OptionalLong answer = OptionalLong.empty();
        try {
            answer = OptionalLong.of(current.getAsLong());
        } finally {
            lock.lock();
            // Unanswered, it is for the next to ask at once.
            stale |= answer.isEmpty();
        }
        long seen = answer.getAsLong();
        for (Waiter waiter : waiters) {
            if (waiter.position <= seen) {
                waiter.reached = true;
                waiter.turn.signal();
            }
        }
    }

    private void handOver(Waiter waiter) {
        if (asking == waiter) {
            asking = waiters.isEmpty() ? null : waiters.getFirst();
            if (asking != null) {
                asking.turn.signal();
            }
        }
    }
}
