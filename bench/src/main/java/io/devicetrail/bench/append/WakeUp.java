package io.devicetrail.bench.append;

import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.eventstore.stream.LogEventStore;
import io.devicetrail.eventstore.stream.PostgresEventStorageEngine;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.monitoring.NoOpMessageMonitor;

/** How long after its commit a waiting reader of the same node has an event. */
final class WakeUp {
    private static final int EVENTS = 400;
    /** Of them, until the compiler has seen the way. */
    private static final int WARM_UP = 100;

    private static final int LONGEST_SECONDS = 10;

    private WakeUp() {}

    /** Nanoseconds, sorted; 0 where the reader was there before the writer went on. */
    static long[] nanos(BenchDatabase database, SplittableRandom random) throws SQLException, InterruptedException {
        long[] waits = new long[EVENTS - WARM_UP];
        try (OurLog log = OurLog.empty(database)) {
            LogEventStore store = LogEventStore.on(
                    (PostgresEventStorageEngine) log.engine(), NoOpMessageMonitor.instance(), LogEventStore.POLLING);
            Taggings taggings = new Taggings(random, Clock.systemUTC());
            SynchronousQueue<Long> received = new SynchronousQueue<>();
            try (BlockingStream<TrackedEventMessage<?>> stream = store.openStream(store.createHeadToken())) {
                Thread reader = Thread.ofPlatform().daemon().start(() -> read(stream, received));
                for (int i = 0; i < EVENTS; i++) {
                    store.publish(taggings.next());
                    long committed = System.nanoTime();
                    Long at = received.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
                    if (at == null) {
                        throw new IllegalStateException("a reader was not woken for " + LONGEST_SECONDS + " s");
                    }
                    if (i >= WARM_UP) {
                        waits[i - WARM_UP] = Math.max(0, at - committed);
                    }
                }
                reader.interrupt();
                reader.join();
            } finally {
                store.shutDown();
            }
        }
        Arrays.sort(waits);
        return waits;
    }

    private static void read(BlockingStream<TrackedEventMessage<?>> stream, SynchronousQueue<Long> received) {
        try {
            while (true) {
                stream.nextAvailable();
                received.put(System.nanoTime());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
