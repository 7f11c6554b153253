package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Commands at a fixed rate, whether or not those before have ended. Each is measured from when it was due, so that a delay
 * counts for all that it holds up.
 */
record Paced(Fleet fleet, Requests requests, Watch watch, Measuring measuring) {
    static final int PER_SECOND = 200;
    private static final double PERCENTILE = 0.95;
    private static final long PATIENCE_SECONDS = 60;

    double p95Millis(String broker) throws Exception {
        try (ObeyingDevices devices = new ObeyingDevices(broker, "dt/v1/", fleet)) {
            during(measuring.warmUp().toNanos());
            long[] nanos = during(measuring.seconds().toNanos());
            devices.requireAnswered();
            return Sample.percentileMillis(nanos, PERCENTILE);
        }
    }

    /** How long each took, shortest first. */
    private long[] during(long duration) throws Exception {
        long gap = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        List<CompletableFuture<Long>> took = new ArrayList<>();
        long begin = System.nanoTime();
        for (long after = 0; after < duration; after += gap) {
            long due = begin + after;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            took.add(requests.command(fleet.ids().get(took.size() % fleet.ids().size()))
                    .thenCompose(watch::succeeded)
                    .thenApply(seen -> seen - due));
        }
        long[] nanos = new long[took.size()];
        for (int number = 0; number < nanos.length; number++) {
            nanos[number] = took.get(number).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        Arrays.sort(nanos);
        return nanos;
    }
}
