package io.devicetrail.bench.replay;

import io.devicetrail.bench.Inspector;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;

/**
 * The log of a fleet whose devices live side by side: first all are registered, then all enrolled, commissioned, and
 * tagged again and again, so that neighbouring events are about different devices.
 */
final class History {
    /** Events of each device. */
    static final int PER_DEVICE = 10;

    /** Appended at once. */
    private static final int PORTION = 1_000;

    private static final TenantId TENANT = TenantId.of("acme");
    private static final SiteId SITE = SiteId.of(TENANT, "basel");
    private static final DeviceModelId MODEL = DeviceModelId.of(TENANT, "Maker", "Meter");

    private final EventStorageEngine log;
    private final List<DomainEventMessage<?>> portion = new ArrayList<>();

    History(EventStorageEngine log) {
        this.log = log;
    }

    /** @return how many events there are then */
    long write(int devices) {
        add("tenant", "acme", 0, new TenantEvent.TenantCreated(TENANT, "Acme"));
        add("tenant", "acme", 1, new TenantEvent.SiteOpened(TENANT, SITE, "basel", "Basel", "Europe/Zurich"));
        add(
                "devicemodel",
                MODEL.toString(),
                0,
                new DeviceModelEvent.DeviceModelVersionPublished(
                        MODEL, TENANT, "Maker", "Meter", 1, new ModelContract(60, List.of(), List.of(), List.of())));
        for (int turn = 0; turn < PER_DEVICE; turn++) {
            for (int number = 0; number < devices; number++) {
                DeviceId device = DeviceId.of(TENANT, "Maker", "SN-" + number);
                add("device", device.toString(), turn, event(device, "SN-" + number, turn));
            }
        }
        flush();
        return 3 + (long) devices * PER_DEVICE;
    }

    private static DeviceEvent event(DeviceId device, String serialNumber, int turn) {
        return switch (turn) {
            case 0 ->
                new DeviceEvent.DeviceRegistered(
                        device,
                        TENANT,
                        SITE,
                        "Maker",
                        serialNumber,
                        MODEL,
                        1,
                        "A",
                        "2026-11",
                        null,
                        new TreeMap<>(Map.of("line", "1")));
            case 1 -> new DeviceEvent.DeviceEnrolled(device, LifeCycle.REGISTERED);
            case 2 -> new DeviceEvent.DeviceCommissioned(device, LifeCycle.ENROLLED);
            default -> new DeviceEvent.DeviceTagged(device, "inspection", "passed " + (turn - 1), "passed " + turn);
        };
    }

    private void add(String type, String aggregate, long sequence, Object event) {
        String command = UUID.randomUUID().toString();
        MetaData metadata = Inspector.METADATA
                .and(Metadata.COMMAND_ID, command)
                .mergedWith(Map.of(
                        Metadata.CAUSATION_ID,
                        command,
                        Metadata.CORRELATION_ID,
                        command,
                        Metadata.ZONE,
                        "Europe/Zurich"));
        portion.add(
                new GenericDomainEventMessage<>(type, aggregate, sequence, event, metadata, command, Instant.now()));
        if (portion.size() == PORTION) {
            flush();
        }
    }

    private void flush() {
        if (!portion.isEmpty()) {
            log.appendEvents(List.copyOf(portion));
            portion.clear();
        }
    }
}
