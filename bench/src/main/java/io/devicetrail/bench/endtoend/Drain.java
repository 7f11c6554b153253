package io.devicetrail.bench.endtoend;

import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Fleet;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Commands for devices that are away, from their return until all have succeeded in the read model; none is lost. */
record Drain(BenchInstance instance, Fleet fleet, Requests requests) {
    static final int QUEUED = 10_000;
    private static final int REQUESTS_AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    double seconds() throws Exception {
        JdbcClient jdbc = instance.ownersJdbc();
        // The broker keeps messages for a device that has been there.
        new ObeyingDevices(instance.plainMqtt(), "dt/v1/", fleet).close();
        long before = count(jdbc, "SUCCEEDED");
        Set<String> asked = ask();
        BenchInstance.await("commands are with the broker", QUEUED, PATIENCE, () -> count(jdbc, "SENT"));
        long begin = System.nanoTime();
        try (ObeyingDevices devices = new ObeyingDevices(instance.plainMqtt(), "dt/v1/", fleet)) {
            BenchInstance.await("commands have succeeded", before + QUEUED, PATIENCE, () -> count(jdbc, "SUCCEEDED"));
            double seconds = (System.nanoTime() - begin) / 1e9;
            devices.requireAnswered();
            Set<String> lost = new HashSet<>(asked);
            lost.removeAll(devices.told().keySet());
            if (!lost.isEmpty()) {
                throw new IllegalStateException(lost.size() + " commands were never told, "
                        + lost.iterator().next());
            }
            return seconds;
        }
    }

    private Set<String> ask() throws InterruptedException {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Semaphore room = new Semaphore(REQUESTS_AT_ONCE);
        for (int number = 0; number < QUEUED && failure.get() == null; number++) {
            room.acquire();
            var unused = requests.command(fleet.ids().get(number % fleet.ids().size()))
                    .whenComplete((command, failed) -> {
                        if (failed == null) {
                            asked.add(command);
                        } else {
                            failure.compareAndSet(null, failed);
                        }
                        room.release();
                    });
        }
        room.acquire(REQUESTS_AT_ONCE);
        if (failure.get() != null) {
            throw new IllegalStateException("a command could not be requested", failure.get());
        }
        return asked;
    }

    private static long count(JdbcClient jdbc, String state) {
        return jdbc.sql("select count(*) from read.command where state = :state")
                .param("state", state)
                .query(Long.class)
                .single();
    }
}
