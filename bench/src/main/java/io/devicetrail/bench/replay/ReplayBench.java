package io.devicetrail.bench.replay;

import io.devicetrail.app.replay.Replay;
import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import io.devicetrail.queryside.position.ReadModelName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** The product's own replay, read model by read model, beside reading the log and writing the rows and no more. */
public final class ReplayBench implements Bench {
    /** So many are surely not replayed in less than the measured time. */
    private static final int EVENTS_PER_SECOND = 20_000;

    private static final int FEWEST_DEVICES = 1_000;

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        try (BenchInstance instance = BenchInstance.start(measuring.home())) {
            Machine machine = Machine.here(measuring.home());
            Map<String, Object> settings = new LinkedHashMap<>(Durability.require(instance.pool()));
            int devices = (int) Math.max(
                    FEWEST_DEVICES, measuring.seconds().toMillis() * EVENTS_PER_SECOND / 1_000 / History.PER_DEVICE);
            long events = new History(instance.bean(EventStorageEngine.class)).write(devices);
            settings.put("events", events);
            settings.put("devices", devices);
            measuring.progress().accept("log of " + events + " events; the first replay warms up and does not count");
            replay(instance, new Speedometer());
            Figures figures = new Figures();
            for (int round = 1; round <= measuring.rounds(); round++) {
                round(instance, events, round, measuring, figures);
            }
            settings.put("cursorEventsPerSecond", Math.round(Sample.median(figures.cursor)));
            settings.put("loadAverageAfter", Machine.load());
            return new Report(name(), machine, settings, measuring.rounds(), figures.results());
        }
    }

    private static void round(BenchInstance instance, long events, int round, Measuring measuring, Figures figures)
            throws Exception {
        Speedometer speed = new Speedometer();
        replay(instance, speed);
        figures.postgresql.add(speed.of(ReadModelName.AUDIT_TRAIL));
        figures.devices.add(speed.of(ReadModelName.DEVICES));
        figures.elasticsearch.add(speed.of(ReadModelName.FLEET));
        figures.cursor.add(Limits.cursor(instance, events));
        figures.copy.add(Limits.copy(instance, events));
        figures.bulk.add(Limits.bulk(instance, layout()));
        measuring
                .progress()
                .accept(String.format(
                        Locale.ROOT,
                        "round %d  audit trail %,8.0f events/s (COPY %,8.0f)  devices %,8.0f events/s  fleet index"
                                + " %,8.0f documents/s (bulk %,8.0f)  cursor %,8.0f events/s",
                        round,
                        figures.postgresql.getLast(),
                        figures.copy.getLast(),
                        figures.devices.getLast(),
                        figures.elasticsearch.getLast(),
                        figures.bulk.getLast(),
                        figures.cursor.getLast()));
    }

    /** A replay that does not come out equal would make its speed worthless. */
    private static void replay(BenchInstance instance, Speedometer speed) {
        for (Replay.Outcome outcome : instance.bean(Replay.class).rebuildAll(() -> {}, outcome -> {}, speed)) {
            if (!outcome.equal()) {
                throw new IllegalStateException("the replay of " + outcome.readModel() + " is not equal");
            }
        }
    }

    private static String layout() throws IOException {
        try (InputStream layout =
                Objects.requireNonNull(ReplayBench.class.getResourceAsStream("/fleetsearch/index.json"))) {
            return new String(layout.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static final class Figures {
        private final List<Double> postgresql = new ArrayList<>();
        private final List<Double> devices = new ArrayList<>();
        private final List<Double> elasticsearch = new ArrayList<>();
        private final List<Double> cursor = new ArrayList<>();
        private final List<Double> copy = new ArrayList<>();
        private final List<Double> bulk = new ArrayList<>();

        List<Result> results() {
            return List.of(
                    Result.of("replay-postgresql", Sample.median(postgresql), "events/s")
                            .besideLimit(Sample.median(copy)),
                    Result.of("replay-devices", Sample.median(devices), "events/s")
                            .besideLimit(Sample.median(cursor)),
                    Result.of("replay-elasticsearch", Sample.median(elasticsearch), "documents/s")
                            .besideLimit(Sample.median(bulk)));
        }
    }
}
