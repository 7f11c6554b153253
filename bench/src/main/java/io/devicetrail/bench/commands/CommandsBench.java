package io.devicetrail.bench.commands;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.bench.Bench;
import io.devicetrail.bench.BenchDatabase;
import io.devicetrail.bench.ClosedLoop;
import io.devicetrail.bench.Durability;
import io.devicetrail.bench.Inspector;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import io.devicetrail.domain.device.DeviceCommand.TagDevice;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;

/**
 * A command each: the device's events are read, the rules asked, the new event appended, and the caller answered when it
 * is durable. Beside it the same events by the same engine without command, aggregate or rules.
 */
public final class CommandsBench implements Bench {
    private static final int CALLERS = 256;
    /** Each caller's own, in turn: a device's stream stays as short as streams are. */
    private static final int DEVICES_PER_CALLER = 40;

    private static final int POOL = 30;
    private static final int PORTION = 1_000;
    private static final TenantId TENANT = TenantId.of("acme");

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        try (BenchDatabase database = BenchDatabase.start(measuring.home())) {
            Machine machine = Machine.here(measuring.home());
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("postgresql", database.version());
            try (HikariDataSource pool = database.pool(1)) {
                settings.putAll(Durability.require(pool));
            }
            settings.put("callers", CALLERS);
            settings.put("devices", CALLERS * DEVICES_PER_CALLER);
            settings.put("seconds", measuring.seconds().toMillis() / 1000.0);
            List<Sample> commands = new ArrayList<>();
            List<Sample> appends = new ArrayList<>();
            // The compiler is not done before commands have run for a while.
            round(database, measuring, Measuring.WARM_UP_ROUND, new ArrayList<>(), new ArrayList<>());
            for (int round = 1; round <= measuring.rounds(); round++) {
                round(database, measuring, round, commands, appends);
            }
            settings.put("loadAverageAfter", Machine.load());
            return new Report(name(), machine, settings, measuring.rounds(), results(commands, appends));
        }
    }

    private static void round(
            BenchDatabase database, Measuring measuring, int round, List<Sample> commands, List<Sample> appends)
            throws Exception {
        database.asOwner(
                "alter table log.event disable trigger append_only",
                "truncate log.event, process.snapshot",
                "alter table log.event enable trigger append_only");
        try (CommandSide side = new CommandSide(database.pool(POOL))) {
            register(side);
            commands.add(ClosedLoop.run(CALLERS, measuring, caller -> commanding(side, caller)));
            appends.add(ClosedLoop.run(CALLERS, measuring, caller -> appending(side, caller, round)));
        }
        Sample ours = commands.getLast();
        measuring
                .progress()
                .accept(String.format(
                        Locale.ROOT,
                        "round %d  %,7.0f commands/s  p50 %6.2f ms  p99 %6.2f ms  refused %d  appends alone %,7.0f/s",
                        round,
                        ours.perSecond(),
                        ours.p50Millis(),
                        ours.p99Millis(),
                        ours.refused(),
                        appends.getLast().perSecond()));
        if (ours.firstRefusal() != null) {
            measuring.progress().accept("first refusal: " + ours.firstRefusal());
        }
    }

    private static List<Result> results(List<Sample> commands, List<Sample> appends) {
        return List.of(
                Result.of("commands-256", median(commands, Sample::perSecond), "commands/s")
                        .besideLimit(median(appends, Sample::perSecond)),
                Result.of("commands-256-p50", median(commands, Sample::p50Millis), "ms"),
                Result.of("commands-256-p99", median(commands, Sample::p99Millis), "ms"),
                Result.of(
                        "commands-refused",
                        commands.stream().mapToLong(Sample::refused).sum(),
                        "commands"));
    }

    private static double median(List<Sample> samples, java.util.function.ToDoubleFunction<Sample> figure) {
        return Sample.median(samples.stream().map(figure::applyAsDouble).toList());
    }

    private static Callable<?> commanding(CommandSide side, int caller) {
        int[] number = {0};
        return () -> {
            int turn = number[0]++;
            return side.gateway()
                    .sendAndWait(new GenericMessage<>(
                            new TagDevice(device(caller, turn), "inspection", "passed " + turn), Inspector.METADATA));
        };
    }

    /** Events of devices that no command touches, so that neither side finds the other's. */
    private static Callable<?> appending(CommandSide side, int caller, int round) {
        long[] number = {0};
        DeviceId device = DeviceId.of(TENANT, "Appended", round + "-" + caller);
        return () -> {
            long sequence = number[0]++;
            side.engine()
                    .appendEvents(event(
                            device,
                            sequence,
                            new DeviceEvent.DeviceTagged(
                                    device, "inspection", "passed " + sequence, "passed " + (sequence + 1))));
            return sequence;
        };
    }

    private static void register(CommandSide side) {
        List<DomainEventMessage<?>> portion = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            for (int number = 0; number < DEVICES_PER_CALLER; number++) {
                DeviceId device = device(caller, number);
                portion.add(event(
                        device,
                        0,
                        new DeviceEvent.DeviceRegistered(
                                device,
                                TENANT,
                                SiteId.of(TENANT, "basel"),
                                "Maker",
                                caller + "-" + number,
                                DeviceModelId.of(TENANT, "Maker", "Meter"),
                                1,
                                "A",
                                null,
                                null,
                                new TreeMap<>())));
                if (portion.size() == PORTION) {
                    side.engine().appendEvents(portion);
                    portion.clear();
                }
            }
        }
        side.engine().appendEvents(portion);
    }

    private static DeviceId device(int caller, int number) {
        return DeviceId.of(TENANT, "Maker", caller + "-" + number % DEVICES_PER_CALLER);
    }

    private static DomainEventMessage<?> event(DeviceId device, long sequence, Object payload) {
        return new GenericDomainEventMessage<>(
                "device",
                device.toString(),
                sequence,
                new GenericMessage<>(payload, Inspector.METADATA),
                Instant.now());
    }
}
