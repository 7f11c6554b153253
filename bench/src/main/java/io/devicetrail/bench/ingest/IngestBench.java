package io.devicetrail.bench.ingest;

import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.IngressSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * QoS 1 telemetry of 1,000 devices, from the first publish until the last message is committed in PostgreSQL. Beside it
 * the same messages through the same broker to a subscriber that counts them and stores nothing, on topics of its own. The
 * embedded broker, and Mosquitto where it is installed.
 */
public final class IngestBench implements Bench {
    private static final int DEVICES = 1_000;
    private static final int MESSAGES_PER_SECOND = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        Map<String, Object> settings = new LinkedHashMap<>();
        List<Result> results = new ArrayList<>();
        Machine machine;
        try (BenchInstance instance = BenchInstance.start(measuring.home())) {
            machine = Machine.here(measuring.home());
            settings.putAll(Durability.require(instance.pool()));
            results.add(measured("ingest-embedded", instance, instance.plainMqtt(), measuring));
        }
        Optional<Path> program = Mosquitto.program();
        settings.put("mosquitto", program.map(Path::toString).orElse("not installed"));
        if (program.isPresent()) {
            try (Mosquitto broker = Mosquitto.start(program.get());
                    BenchInstance instance =
                            BenchInstance.start(measuring.home(), Map.of("devicetrail.mqtt.url", broker.url()))) {
                results.add(measured("ingest-mosquitto", instance, broker.url(), measuring));
            }
        } else {
            measuring.progress().accept("Mosquitto is not installed: there is no ingest-mosquitto");
        }
        settings.put("devices", DEVICES);
        settings.put("connections", Publishers.CONNECTIONS);
        settings.put("messages", perDevice(measuring) * DEVICES);
        settings.put("loadAverageAfter", Machine.load());
        return new Report(name(), machine, settings, measuring.rounds(), results);
    }

    private static int perDevice(Measuring measuring) {
        return (int) Math.max(1, measuring.seconds().toMillis() * MESSAGES_PER_SECOND / 1_000 / DEVICES);
    }

    private static Result measured(String result, BenchInstance instance, String broker, Measuring measuring)
            throws Exception {
        Fleet devices = Fleet.register(instance.bean(EventStorageEngine.class), DEVICES);
        instance.awaitDevices(DEVICES);
        Rounds rounds = new Rounds(instance, broker, devices, perDevice(measuring), JdbcClient.create(instance.pool()));
        measuring.progress().accept(result + ": a round that warms up and does not count");
        rounds.run(Measuring.WARM_UP_ROUND);
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int round = 1; round <= measuring.rounds(); round++) {
            Rounds.Speeds speeds = rounds.run(round);
            ours.add(speeds.ours());
            bare.add(speeds.bare());
            measuring
                    .progress()
                    .accept(String.format(
                            Locale.ROOT,
                            "%s, round %d  %,8.0f messages/s stored  %,8.0f messages/s counted by a bare subscriber",
                            result,
                            round,
                            speeds.ours(),
                            speeds.bare()));
        }
        return Result.of(result, Sample.median(ours), "messages/s").besideLimit(Sample.median(bare));
    }

    /** One after the other on the same instance. */
    private record Rounds(BenchInstance instance, String broker, Fleet devices, int perDevice, JdbcClient jdbc) {
        record Speeds(double ours, double bare) {}

        Speeds run(int round) throws Exception {
            return new Speeds(stored("round-" + round), counted("bare-" + round));
        }

        private long messages() {
            return (long) perDevice * devices.ids().size();
        }

        private double stored(String boot) throws Exception {
            IngressFigures figures = instance.bean(IngressFigures.class);
            long before = figures.stored.sum();
            try (Publishers publishers = new Publishers(broker, "dt/v1/", devices)) {
                long begin = System.nanoTime();
                publishers.publish(boot, perDevice);
                BenchInstance.await("messages are stored", before + messages(), PATIENCE, figures.stored::sum);
                double speed = perSecond(begin);
                requireRows(boot);
                return speed;
            }
        }

        /** What the ingress says of itself is worth nothing if the rows are not there. */
        private void requireRows(String boot) throws SQLException {
            long rows = jdbc.sql("select count(*) from ingress.telemetry where boot = :boot")
                    .param("boot", boot)
                    .query(Long.class)
                    .single();
            if (rows != messages()) {
                throw new IllegalStateException("of " + messages() + " messages " + rows + " are stored");
            }
        }

        private double counted(String boot) throws Exception {
            int connections = instance.bean(IngressSettings.class).clients();
            try (BareSubscriber bare = new BareSubscriber(broker, connections);
                    Publishers publishers = new Publishers(broker, BareSubscriber.ROOT, devices)) {
                long begin = System.nanoTime();
                publishers.publish(boot, perDevice);
                BenchInstance.await("messages are counted", messages(), PATIENCE, bare::counted);
                return perSecond(begin);
            }
        }

        private double perSecond(long begin) {
            return messages() / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
