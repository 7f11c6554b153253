package io.devicetrail.bench.rollout;

import io.devicetrail.bench.BenchInstance;
import io.devicetrail.bench.Fleet;
import io.devicetrail.bench.Inspector;
import io.devicetrail.bench.Program;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.RegisterDevices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import tools.jackson.databind.JsonNode;

/** Lists of devices by GraphQL over HTTP, from the request until each row is answered, which is when it is durable. */
record BulkRegistration(BenchInstance instance, Program program) {
    static final int DEVICES = 10_000;
    static final int ROWS_OF_A_LIST = 1_000;
    /** Lists under way, as a program sends them that does not wait for each answer. */
    static final int LISTS_AT_ONCE = 4;

    private static final String PREREGISTER = """
            mutation($input: PreregisterDevicesInput!) {
              preregisterDevices(input: $input) { rows { result } errors { code message } } }""";

    /** @param prefix of the serial numbers; of its own for each round */
    double perSecond(String prefix) {
        List<CompletableFuture<Integer>> lists = new ArrayList<>();
        long begin = System.nanoTime();
        for (int from = 0; from < DEVICES; from += ROWS_OF_A_LIST) {
            if (lists.size() >= LISTS_AT_ONCE) {
                lists.get(lists.size() - LISTS_AT_ONCE).join();
            }
            lists.add(registered(prefix, from));
        }
        int registered = lists.stream().mapToInt(CompletableFuture::join).sum();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (registered != DEVICES) {
            throw new IllegalStateException(registered + " of " + DEVICES + " devices were registered");
        }
        return DEVICES / seconds;
    }

    private CompletableFuture<Integer> registered(String prefix, int from) {
        List<Map<String, String>> rows = IntStream.range(from, from + ROWS_OF_A_LIST)
                .mapToObj(number -> Map.of("serialNumber", prefix + number))
                .toList();
        Map<String, Object> list = Map.of(
                "tenant",
                Fleet.TENANT.value(),
                "site",
                Fleet.SITE.toString(),
                "manufacturer",
                Fleet.MAKER,
                "model",
                Fleet.MODEL.toString(),
                "modelVersion",
                1,
                "reason",
                "delivery",
                "rows",
                rows);
        return program.mutate("preregisterDevices", PREREGISTER, list).thenApply(BulkRegistration::count);
    }

    private static int count(JsonNode payload) {
        int registered = 0;
        for (JsonNode row : payload.path("rows")) {
            registered += row.path("result").asString("").equals("REGISTERED") ? 1 : 0;
        }
        return registered;
    }

    /** The limit: the same events, in appends of as many, and nothing else. */
    double appendedPerSecond(String prefix) {
        EventStorageEngine log = instance.bean(EventStorageEngine.class);
        List<List<DomainEventMessage<?>>> lots = new ArrayList<>();
        for (int from = 0; from < DEVICES; from += RegisterDevices.MOST) {
            lots.add(IntStream.range(from, from + RegisterDevices.MOST)
                    .<DomainEventMessage<?>>mapToObj(number -> event(prefix + number))
                    .toList());
        }
        long begin = System.nanoTime();
        lots.forEach(log::appendEvents);
        return DEVICES / ((System.nanoTime() - begin) / 1e9);
    }

    private static DomainEventMessage<?> event(String serial) {
        DeviceId id = DeviceId.of(Fleet.TENANT, Fleet.MAKER, serial);
        DeviceRegistered registered = new DeviceRegistered(
                id, Fleet.TENANT, Fleet.SITE, Fleet.MAKER, serial, Fleet.MODEL, 1, null, null, null, new TreeMap<>());
        return new GenericDomainEventMessage<>(
                "device", id.toString(), 0, new GenericMessage<>(registered, Inspector.METADATA), Instant.now());
    }
}
