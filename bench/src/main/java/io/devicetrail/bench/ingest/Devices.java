package io.devicetrail.bench.ingest;

import io.devicetrail.bench.Inspector;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.TelemetryDefinition;
import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;

/** Registered devices of one model that measures one value. */
record Devices(List<DeviceId> ids) {
    static final TenantId TENANT = TenantId.of("acme");
    private static final SiteId SITE = SiteId.of(TENANT, "basel");
    private static final DeviceModelId MODEL = DeviceModelId.of(TENANT, "Maker", "Meter");

    static Devices register(EventStorageEngine log, int count) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        events.add(event("tenant", "acme", 0, new TenantEvent.TenantCreated(TENANT, "Acme")));
        events.add(event(
                "tenant", "acme", 1, new TenantEvent.SiteOpened(TENANT, SITE, "basel", "Basel", "Europe/Zurich")));
        ModelContract contract = new ModelContract(
                3_600,
                List.of(new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, 85.0)),
                List.of(),
                List.of());
        events.add(event(
                "devicemodel",
                MODEL.toString(),
                0,
                new DeviceModelEvent.DeviceModelVersionPublished(MODEL, TENANT, "Maker", "Meter", 1, contract)));
        List<DeviceId> ids = IntStream.range(0, count)
                .mapToObj(number -> DeviceId.of(TENANT, "Maker", "SN-" + number))
                .toList();
        for (int number = 0; number < count; number++) {
            DeviceId id = ids.get(number);
            events.add(event(
                    "device",
                    id.toString(),
                    0,
                    new DeviceEvent.DeviceRegistered(
                            id, TENANT, SITE, "Maker", "SN-" + number, MODEL, 1, "A", null, null, new TreeMap<>())));
        }
        log.appendEvents(events);
        return new Devices(ids);
    }

    private static DomainEventMessage<?> event(String type, String aggregate, long sequence, Object payload) {
        return new GenericDomainEventMessage<>(
                type, aggregate, sequence, new GenericMessage<>(payload, Inspector.METADATA), Instant.now());
    }
}
