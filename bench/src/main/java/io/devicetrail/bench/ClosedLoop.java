package io.devicetrail.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Callers that each wait for an answer before they ask again, on a platform thread each, like request threads. */
public final class ClosedLoop {
    private ClosedLoop() {}

    /** @param caller gives each caller, by its number, what it does again and again */
    public static Sample run(int callers, Measuring measuring, IntFunction<Callable<?>> caller)
            throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Loop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < callers; number++) {
            Loop loop = new Loop(caller.apply(number), measuring, start);
            loops.add(loop);
            threads.add(Thread.ofPlatform().daemon().name("caller-" + number).start(loop));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        long[] latencies =
                loops.stream().flatMapToLong(Loop::latencies).sorted().toArray();
        Exception failure = loops.stream()
                .map(loop -> loop.failure)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (latencies.length == 0) {
            throw new IllegalStateException("not one call of the run succeeded in its time", failure);
        }
        return new Sample(
                latencies.length / (measuring.seconds().toNanos() / 1e9),
                Sample.percentileMillis(latencies, 0.5),
                Sample.percentileMillis(latencies, 0.99),
                loops.stream().mapToLong(loop -> loop.done).sum(),
                loops.stream().mapToLong(loop -> loop.refused).sum(),
                failure);
    }

    /** Fields belong to the loop's thread until it has ended. */
    private static final class Loop implements Runnable {
        private final Callable<?> call;
        private final Measuring measuring;
        private final CountDownLatch start;
        private long[] nanos = new long[1024];
        private int counted;
        private long done;
        private long refused;
        private @Nullable Exception failure;

        Loop(Callable<?> call, Measuring measuring, CountDownLatch start) {
            this.call = call;
            this.measuring = measuring;
            this.start = start;
        }

        @Override
        public void run() {
            try {
                start.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
            Duration warmUp = measuring.warmUp();
            long now = System.nanoTime();
            long from = now + warmUp.toNanos();
            long end = from + measuring.seconds().toNanos();
            while (now - end < 0) {
                long begin = now;
                boolean answered = call();
                now = System.nanoTime();
                if (answered && now - from >= 0 && now - end <= 0) {
                    count(now - begin);
                }
            }
        }

        private boolean call() {
            try {
                call.call();
                done++;
                return true;
            } catch (Exception e) {
                refused++;
                failure = failure == null ? e : failure;
                return false;
            }
        }

        private void count(long duration) {
            if (counted == nanos.length) {
                nanos = Arrays.copyOf(nanos, counted * 2);
            }
            nanos[counted++] = duration;
        }

        LongStream latencies() {
            return Arrays.stream(nanos, 0, counted);
        }
    }
}
