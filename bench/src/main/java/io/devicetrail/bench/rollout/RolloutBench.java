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
import io.devicetrail.bench.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** What a rollout to a fleet needs: that its devices can be registered in lists. */
public final class RolloutBench implements Bench {
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
            settings.put("registered", BulkRegistration.DEVICES);
            settings.put("rowsOfAList", BulkRegistration.ROWS_OF_A_LIST);
            settings.put("listsAtOnce", BulkRegistration.LISTS_AT_ONCE);
            Fleet.register(instance.bean(EventStorageEngine.class), 1);
            instance.awaitDevices(1);
            BulkRegistration bulk = new BulkRegistration(instance, program);
            List<Double> registered = new ArrayList<>();
            List<Double> appended = new ArrayList<>();
            for (int round = Measuring.WARM_UP_ROUND; round <= measuring.rounds(); round++) {
                double each = bulk.perSecond("R" + round + "-");
                double limit = bulk.appendedPerSecond("L" + round + "-");
                measuring
                        .progress()
                        .accept(String.format(
                                Locale.ROOT,
                                "round %d  %,8.0f devices registered/s  %,8.0f appended/s%s",
                                round,
                                each,
                                limit,
                                round == Measuring.WARM_UP_ROUND ? "  (warms up, does not count)" : ""));
                if (round != Measuring.WARM_UP_ROUND) {
                    registered.add(each);
                    appended.add(limit);
                }
            }
            settings.put("loadAverageAfter", Machine.load());
            return new Report(
                    name(),
                    machine,
                    settings,
                    measuring.rounds(),
                    List.of(Result.of("register-bulk", Sample.median(registered), "devices/s")
                            .besideLimit(Sample.median(appended))));
        }
    }
}
