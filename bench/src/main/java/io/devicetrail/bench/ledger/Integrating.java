package io.devicetrail.bench.ledger;

import io.devicetrail.app.cli.Logs;
import io.devicetrail.app.wiring.LogEntrySource;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerEntry;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerTailer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/** The process that integrates: folder and number of events as arguments, the log in the environment. */
final class Integrating {
    static final String URL = "BENCH_LOG_URL";
    static final String USER = "BENCH_LOG_USER";
    static final String PASSWORD = "BENCH_LOG_PASSWORD";

    private static final int WARM_UP = 60_000;
    private static final int SAMPLE = 20_000;

    private Integrating() {}

    public static void main(String[] arguments) throws Exception {
        Logs.nowhere();
        Path folder = Path.of(arguments[0]);
        long events = Long.parseLong(arguments[1]);
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(environment(URL), environment(USER), environment(PASSWORD), true);
        EntrySource log = new LogEntrySource(connection);
        long warmUp = Math.min(WARM_UP, events);
        secondsFor(
                folder.resolve("warm-up"),
                (first, most, sink) -> log.read(first, (int) Math.min(most, warmUp - first), sink),
                warmUp);
        double perSecond = events / secondsFor(folder.resolve("measured"), log, events);
        double peak = peakHeapMegabytes();
        List<byte[]> entries = sample(log);
        long bytes = entries.stream().mapToLong(entry -> entry.length).sum() / entries.size();
        System.out.println(JsonMapper.shared()
                .writeValueAsString(new SmallJvm.Integrated(perSecond, hashesPerSecond(entries, events), peak, bytes)));
        System.exit(0);
    }

    private static double secondsFor(Path home, EntrySource log, long events) throws IOException, InterruptedException {
        Path secrets = home.resolve("secrets");
        LedgerKeyring keys = LedgerKeyring.in(secrets, null);
        CountDownLatch never = new CountDownLatch(1);
        long begin = System.nanoTime();
        try (LedgerTailer tailer = LedgerTailer.start(home.resolve("ledger"), secrets, keys, log, Clock.systemUTC())) {
            while (tailer.status().size() < events) {
                if (tailer.status().trouble() != null) {
                    throw new IllegalStateException(tailer.status().trouble());
                }
                never.await(5, TimeUnit.MILLISECONDS);
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static List<byte[]> sample(EntrySource log) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        log.read(0, SAMPLE, row -> entries.add(LedgerEntry.of(row).bytes()));
        return entries;
    }

    private static double hashesPerSecond(List<byte[]> entries, long events) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        hash(digest, entries, WARM_UP);
        long begin = System.nanoTime();
        hash(digest, entries, events);
        return events / ((System.nanoTime() - begin) / 1e9);
    }

    private static void hash(MessageDigest digest, List<byte[]> entries, long events) {
        for (long i = 0; i < events; i++) {
            digest.digest(entries.get((int) (i % entries.size())));
        }
    }

    private static double peakHeapMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1_048_576.0;
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
