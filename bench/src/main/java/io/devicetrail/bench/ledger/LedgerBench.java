package io.devicetrail.bench.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tailer behind a full log, in a JVM of its own with a small heap, beside hashing the same bytes and no more. */
public final class LedgerBench implements Bench {
    private static final int HEAP_MEGABYTES = 256;
    /** So many are surely not integrated in less than the measured time. */
    private static final int EVENTS_PER_SECOND = 100_000;
    /** Of one insert. */
    private static final int PORTION = 50_000;

    private static final String FILL = """
            insert into log.event select n, 'Device', 'device-' || n / 10, n % 10, gen_random_uuid()::text,
                gen_random_uuid()::text, 0, 'device.DeviceTagged', 1, now(),
                convert_to('{"deviceId":"' || gen_random_uuid() || '","tag":"inspection","from":"passed ' || n
                    || '","to":"passed ' || n + 1 || '"}', 'UTF8'),
                convert_to('{"tenant":"acme","actorType":"PERSON","actorId":"0199d5a2-7c1e-7c53-9d40-6a1f4d3a9b11",'
                    || '"actorName":"Ada Operator","actorRole":"operator","authentication":"password",'
                    || '"address":"192.0.2.17","client":"console/1.0","reasonCode":"maintenance",'
                    || '"reason":"Yearly inspection of line four","commandId":"' || gen_random_uuid()
                    || '","recordedAt":"2026-11-20T10:00:00.123456Z","zone":"Europe/Zurich"}', 'UTF8')
            from generate_series(?::bigint, ?::bigint) n""";

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        long events = Math.max(1_000, measuring.seconds().toMillis() * EVENTS_PER_SECOND / 1_000);
        try (BenchDatabase database = BenchDatabase.start(measuring.home())) {
            Machine machine = Machine.here(measuring.home());
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("postgresql", database.version());
            try (HikariDataSource pool = database.pool(1)) {
                settings.putAll(Durability.require(pool));
            }
            fill(database, events);
            List<Double> ours = new ArrayList<>();
            List<Double> limit = new ArrayList<>();
            List<Double> heap = new ArrayList<>();
            try (HikariDataSource credentials = database.pool(1)) {
                for (int round = 1; round <= measuring.rounds(); round++) {
                    SmallJvm.Integrated run = SmallJvm.integrate(measuring, credentials, events, HEAP_MEGABYTES);
                    ours.add(run.perSecond());
                    limit.add(run.hashesPerSecond());
                    heap.add(run.peakHeapMegabytes());
                    settings.put("entryBytes", run.entryBytes());
                    measuring
                            .progress()
                            .accept(String.format(
                                    Locale.ROOT,
                                    "round %d  ledger %,9.0f entries/s  SHA-256 alone %,9.0f entries/s  peak heap %3.0f MB",
                                    round,
                                    run.perSecond(),
                                    run.hashesPerSecond(),
                                    run.peakHeapMegabytes()));
                }
            }
            settings.put("events", events);
            settings.put("maxHeapMegabytes", HEAP_MEGABYTES);
            settings.put("loadAverageAfter", Machine.load());
            return new Report(
                    name(),
                    machine,
                    settings,
                    measuring.rounds(),
                    List.of(
                            Result.of("ledger-integrate", Sample.median(ours), "entries/s")
                                    .besideLimit(Sample.median(limit)),
                            Result.of("ledger-peak-heap", Sample.median(heap), "MB")
                                    .besideLimit(HEAP_MEGABYTES)));
        }
    }

    private static void fill(BenchDatabase database, long events) throws SQLException {
        try (Connection owner = database.owner();
                PreparedStatement insert = owner.prepareStatement(FILL)) {
            for (long first = 0; first < events; first += PORTION) {
                insert.setLong(1, first);
                insert.setLong(2, Math.min(first + PORTION, events) - 1);
                insert.executeUpdate();
            }
        }
        database.asOwner("analyze log.event");
    }
}
