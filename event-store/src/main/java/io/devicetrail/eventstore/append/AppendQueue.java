package io.devicetrail.eventstore.append;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The appends that wait for the writer, bounded by their number and their bytes. Many put, one takes. */
final class AppendQueue {
    /** How long the writer sleeps on an empty queue before it looks whether it should stop. */
    private static final long IDLE_MILLIS = 200;
    /** Taken from the queue at once: each time, its lock keeps callers out. */
    private static final int CHUNK = 64;

    private final LogWriterSettings settings;
    private final BlockingQueue<Append> queue;
    /** Of the appends in the queue, and of those on their way into it. */
    private final AtomicLong waitingBytes = new AtomicLong();

    AppendQueue(LogWriterSettings settings) {
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
    }

    int size() {
        return queue.size();
    }

    /** False if there was no room for it within the settings' patience. */
    boolean offer(Append append) throws InterruptedException {
        boolean queued = false;
        try {
            // One that is larger than all may wait alone.
            long before = waitingBytes.getAndAdd(append.bytes());
            queued = (before == 0 || before + append.bytes() <= settings.queueBytes())
                    && queue.offer(append, settings.patience().toNanos(), TimeUnit.NANOSECONDS);
            return queued;
        } finally {
            if (!queued) {
                waitingBytes.addAndGet(-append.bytes());
            }
        }
    }

    /** Fills the batch with what waits, or leaves it empty when nothing came in a while. */
    void collect(List<Append> batch) throws InterruptedException {
        List<Append> chunk = new ArrayList<>(CHUNK);
        Append first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            chunk.add(first);
        }
        int events = 0;
        long bytes = 0;
        while (!chunk.isEmpty()) {
            for (Append next : chunk) {
                waitingBytes.addAndGet(-next.bytes());
                if (next.take()) {
                    batch.add(next);
                    events += next.rows().size();
                    bytes += next.bytes();
                }
            }
            chunk.clear();
            if (events < settings.batchEvents() && bytes < settings.batchBytes()) {
                // Large ones a few at a time: a chunk is taken whole.
                long mean = Math.max(1, bytes / Math.max(1, batch.size()));
                long room = Math.max(1, (settings.batchBytes() - bytes) / mean);
                queue.drainTo(chunk, (int) Math.min(Math.min(CHUNK, room), settings.batchEvents() - events));
            }
        }
    }

    /** Takes those that have waited for longer than {@code age}, as they came. */
    List<Append> olderThan(Duration age) {
        List<Append> old = new ArrayList<>();
        @Nullable Append next = queue.peek();
        while (next != null && next.age().compareTo(age) > 0) {
            @Nullable Append taken = poll();
            if (taken != null && taken.take()) {
                old.add(taken);
            }
            next = queue.peek();
        }
        return old;
    }

    /** The next one, which nobody has taken; null if none waits. */
    @Nullable Append poll() {
        Append next = queue.poll();
        if (next != null) {
            waitingBytes.addAndGet(-next.bytes());
        }
        return next;
    }
}
