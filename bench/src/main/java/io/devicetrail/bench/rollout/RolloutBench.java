package io.devicetrail.bench.rollout;

import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Program;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rollouts to 10,000 devices in ten waves, one after the other on one database: how long it takes to plan and preview one,
 * to freeze its cohort, until every device has its offer, and until all have verified the release. Then how long it takes to
 * freeze 100,000 devices, and how many can be registered in a second. Whoever asks, and the devices, run on the same machine.
 */
public final class RolloutBench implements Bench {
    private static final int DEVICES = 10_000;
    private static final int MANY_DEVICES = 100_000;
    private static final String MANY = "Valve";
    private static final Duration PROJECTED = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "rollout";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        Map<String, String> unlimited =
                Map.of("devicetrail.limits.requests-per-minute", "10000000", "devicetrail.limits.at-once", "1000");
        try (BenchInstance instance = BenchInstance.start(measuring.home(), unlimited);
                Program program = Program.of(instance, "rollout", List.of("site-engineer"))) {
            Machine machine = Machine.here(measuring.home());
            Map<String, Object> settings = new LinkedHashMap<>(Durability.require(instance.pool()));
            settings.put("devices", DEVICES);
            settings.put("manyDevices", MANY_DEVICES);
            settings.put("waves", Rollouts.WAVES);
            settings.put("devicesOfAGateway", Gateways.DEVICES_OF_EACH);
            settings.put("registered", BulkRegistration.DEVICES);
            settings.put("rowsOfAList", BulkRegistration.ROWS_OF_A_LIST);
            settings.put("listsAtOnce", BulkRegistration.LISTS_AT_ONCE);
            EventStorageEngine log = instance.bean(EventStorageEngine.class);
            Fleet fleet = Fleet.register(log, DEVICES);
            awaitProjected(instance, DEVICES);
            Rollouts rollouts = new Rollouts(program);
            Runs runs = new Runs(instance, rollouts, fleet, Fleet.MODEL);
            BulkRegistration bulk = new BulkRegistration(instance, program);
            RolloutSamples samples = new RolloutSamples();
            for (int round = Measuring.WARM_UP_ROUND; round <= measuring.rounds(); round++) {
                String of = "Round " + round;
                // Those that the rounds before registered are on their way to where a plan's devices are looked for.
                awaitRegistered(instance, DEVICES + (round - Measuring.WARM_UP_ROUND) * 2 * BulkRegistration.DEVICES);
                RolloutSamples.Round one = new RolloutSamples.Round(
                        runs.planned(of + ", planned"),
                        runs.frozen(of + ", frozen"),
                        runs.offered(of + ", offered"),
                        runs.bare(),
                        runs.verified(of + ", verified"),
                        bulk.perSecond("R" + round + "-"),
                        bulk.appendedPerSecond("L" + round + "-"));
                boolean counts = round != Measuring.WARM_UP_ROUND;
                measuring
                        .progress()
                        .accept("round " + round + "  " + one.line() + (counts ? "" : "  (warms up, does not count)"));
                if (counts) {
                    samples.add(one);
                }
            }
            measuring.progress().accept(String.format(Locale.ROOT, "%,d more devices are registered", MANY_DEVICES));
            Fleet many = Fleet.another(log, MANY, MANY_DEVICES);
            awaitProjected(instance, DEVICES + MANY_DEVICES);
            Runs manyRuns = new Runs(instance, rollouts, many, DeviceModelId.of(Fleet.TENANT, Fleet.MAKER, MANY));
            for (int round = 1; round <= measuring.rounds(); round++) {
                double seconds = manyRuns.frozen("Many " + round);
                measuring
                        .progress()
                        .accept(String.format(
                                Locale.ROOT, "round %d  %,d devices frozen in %.2f s", round, MANY_DEVICES, seconds));
                samples.addMany(seconds);
            }
            settings.put("loadAverageAfter", Machine.load());
            List<Result> results = samples.results(DEVICES, MANY_DEVICES);
            return new Report(name(), machine, settings, measuring.rounds(), results);
        }
    }

    private static void awaitRegistered(BenchInstance instance, int devices) {
        JdbcClient jdbc = instance.ownersJdbc();
        BenchInstance.await(
                "devices are registered",
                devices,
                PROJECTED,
                () -> jdbc.sql("select count(*) from read.device")
                        .query(Long.class)
                        .single());
    }

    /** Until so many active devices can be found by a plan, and their messages taken. */
    private static void awaitProjected(BenchInstance instance, int devices) {
        JdbcClient jdbc = instance.ownersJdbc();
        BenchInstance.await(
                "devices can be found",
                devices,
                PROJECTED,
                () -> jdbc.sql("select count(*) from read.device where life_cycle = 'ACTIVE'")
                        .query(Long.class)
                        .single());
        instance.awaitDevices(devices);
    }
}
