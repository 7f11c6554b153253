package io.devicetrail.bench.append;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.bench.ClosedLoop;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Durable single-event appends: our log beside Axon's JDBC engine, and beside a bare insert of the same rows. */
public final class AppendBench implements Bench {
    /** Connections of each engine's pool, as many as the application has. */
    static final int POOL = 30;

    private static final int[] CALLERS = {8, 64, 256};
    private static final int MOST = 256;
    private static final long SEED = 20261120;

    @Override
    public String name() {
        return "append";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        try (BenchDatabase database = BenchDatabase.start(measuring.home())) {
            Machine machine = Machine.here(measuring.home());
            Map<String, Object> settings = settings(database, measuring);
            Figures figures = new Figures();
            // The compiler is not done with either side before it has run for a while.
            round(database, measuring, Measuring.WARM_UP_ROUND, new Figures());
            for (int round = 1; round <= measuring.rounds(); round++) {
                round(database, measuring, round, figures);
            }
            settings.put("loadAverageAfter", Machine.load());
            return new Report(name(), machine, settings, measuring.rounds(), figures.results());
        }
    }

    /** Who goes first changes from round to round, so that neither always meets a warmer disk. */
    private static void round(BenchDatabase database, Measuring measuring, int round, Figures figures)
            throws Exception {
        SplittableRandom random = new SplittableRandom(SEED + round);
        for (int callers : CALLERS) {
            boolean oursFirst = round % 2 == 1;
            for (boolean ours : new boolean[] {oursFirst, !oursFirst}) {
                try (Appender appender = ours ? OurLog.empty(database) : StockAxon.empty(database)) {
                    Sample sample = sample(appender, callers, measuring, random);
                    (ours ? figures.ours : figures.control)
                            .computeIfAbsent(callers, none -> new ArrayList<>())
                            .add(sample);
                    measuring
                            .progress()
                            .accept(String.format(
                                    Locale.ROOT,
                                    "round %d  %-5s %3d callers %,9.0f events/s  p50 %6.2f ms  p99 %6.2f ms  refused %d",
                                    round,
                                    ours ? "ours" : "stock",
                                    callers,
                                    sample.perSecond(),
                                    sample.p50Millis(),
                                    sample.p99Millis(),
                                    sample.refused()));
                }
            }
        }
        long[] wakeUps = WakeUp.nanos(database, random);
        figures.wakeP50.add(Sample.percentileMillis(wakeUps, 0.5));
        figures.wakeP99.add(Sample.percentileMillis(wakeUps, 0.99));
        double limit = BareInsert.perSecond(database, measuring, MOST, random);
        figures.limit.add(limit);
        measuring
                .progress()
                .accept(String.format(Locale.ROOT, "round %d  bare  insert      %,9.0f rows/s", round, limit));
    }

    private static Sample sample(Appender appender, int callers, Measuring measuring, SplittableRandom random)
            throws InterruptedException, SQLException {
        Sample sample = ClosedLoop.run(callers, measuring, number -> {
            Taggings taggings = new Taggings(random.split(), Clock.systemUTC());
            return () -> {
                appender.engine().appendEvents(taggings.next());
                return null;
            };
        });
        long stored = appender.stored();
        if (stored < sample.done()) {
            throw new IllegalStateException(sample.done() + " appends were acknowledged, " + stored + " are stored");
        }
        return sample;
    }

    private static Map<String, Object> settings(BenchDatabase database, Measuring measuring) throws SQLException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("postgresql", database.version());
        try (HikariDataSource pool = database.pool(1)) {
            settings.putAll(Durability.require(pool));
        }
        var event = new Taggings(new SplittableRandom(SEED), Clock.systemUTC()).next();
        var serializer = EventSerializer.create();
        settings.put(
                "payloadBytes", event.serializePayload(serializer, byte[].class).getData().length);
        settings.put(
                "metadataBytes",
                event.serializeMetaData(serializer, byte[].class).getData().length);
        settings.put("seconds", measuring.seconds().toMillis() / 1000.0);
        settings.put("warmUpSeconds", measuring.warmUp().toMillis() / 1000.0);
        settings.put("seed", SEED);
        settings.put("controlPool", POOL);
        settings.put("limitRowsPerCommit", MOST);
        settings.put("mostEventsPerCommit", LogWriterSettings.DEFAULT.batchEvents());
        return settings;
    }

    private static final class Figures {
        private final Map<Integer, List<Sample>> ours = new LinkedHashMap<>();
        private final Map<Integer, List<Sample>> control = new LinkedHashMap<>();
        private final List<Double> limit = new ArrayList<>();
        private final List<Double> wakeP50 = new ArrayList<>();
        private final List<Double> wakeP99 = new ArrayList<>();

        List<Result> results() {
            List<Result> results = new ArrayList<>();
            for (int callers : CALLERS) {
                Result speed = result("append-" + callers, callers, "events/s", Sample::perSecond);
                results.add(callers == MOST ? speed.besideLimit(Sample.median(limit)) : speed);
            }
            for (int callers : CALLERS) {
                results.add(result("append-" + callers + "-p50", callers, "ms", Sample::p50Millis));
                results.add(result("append-" + callers + "-p99", callers, "ms", Sample::p99Millis));
            }
            results.add(Result.of("append-wake-p50", Sample.median(wakeP50), "ms"));
            results.add(Result.of("append-wake-p99", Sample.median(wakeP99), "ms"));
            results.add(Result.of("append-refused", refused(ours), "appends").besideControl(refused(control)));
            return results;
        }

        private Result result(String name, int callers, String unit, ToDoubleFunction<Sample> figure) {
            return Result.of(name, median(ours, callers, figure), unit).besideControl(median(control, callers, figure));
        }

        private static double median(Map<Integer, List<Sample>> side, int callers, ToDoubleFunction<Sample> figure) {
            return Sample.median(side.getOrDefault(callers, List.of()).stream()
                    .map(figure::applyAsDouble)
                    .toList());
        }

        private static long refused(Map<Integer, List<Sample>> side) {
            return side.values().stream()
                    .flatMap(List::stream)
                    .mapToLong(Sample::refused)
                    .sum();
        }
    }
}
