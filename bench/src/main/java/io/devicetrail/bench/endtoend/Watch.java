package io.devicetrail.bench.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Asks again and again for all open commands, many in one query, as a page that shows them would. */
final class Watch implements AutoCloseable {
    /** Commands of one query: as many names as one may give to its fields. */
    private static final int AT_ONCE = 100;

    private static final Duration BETWEEN = Duration.ofMillis(10);

    private final Map<String, CompletableFuture<Long>> open = new ConcurrentHashMap<>();
    private final Requests requests;
    private final Thread thread;
    private volatile boolean running = true;

    Watch(Requests requests) {
        this.requests = requests;
        this.thread = Thread.ofPlatform().name("bench-watch").daemon().start(this::run);
    }

    /** When a query said that it succeeded, by {@link System#nanoTime}. */
    CompletableFuture<Long> succeeded(String command) {
        return open.computeIfAbsent(command, first -> new CompletableFuture<>());
    }

    private void run() {
        while (running) {
            List<String> asked = new ArrayList<>(open.keySet());
            try {
                for (int from = 0; from < asked.size() && running; from += AT_ONCE) {
                    List<String> done = requests.succeeded(asked.subList(from, Math.min(asked.size(), from + AT_ONCE)));
                    long now = System.nanoTime();
                    for (String command : done) {
                        CompletableFuture<Long> waiting = open.remove(command);
                        if (waiting != null) {
                            waiting.complete(now);
                        }
                    }
                }
            } catch (RuntimeException failed) {
                open.values().forEach(waiting -> waiting.completeExceptionally(failed));
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
    }
}
