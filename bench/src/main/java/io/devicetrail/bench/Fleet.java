package io.devicetrail.bench;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
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

/** Active devices of one model that measures one value and knows one command. */
public record Fleet(List<DeviceId> ids) {
    public static final TenantId TENANT = TenantId.of("acme");
    public static final String COMMAND = "identify";
    public static final String MAKER = "Maker";
    public static final SiteId SITE = SiteId.of(TENANT, "basel");
    public static final DeviceModelId MODEL = DeviceModelId.of(TENANT, MAKER, "Meter");

    /** Devices of one append. */
    private static final int LOT = 1_000;

    /** Of its command: longer than any bench takes. */
    private static final int TIMEOUT_SECONDS = 3_600;

    public static Fleet register(EventStorageEngine log, int count) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        events.add(event("tenant", "acme", 0, new TenantEvent.TenantCreated(TENANT, "Acme")));
        events.add(event(
                "tenant", "acme", 1, new TenantEvent.SiteOpened(TENANT, SITE, "basel", "Basel", "Europe/Zurich")));
        events.add(modelPublished(MODEL, "Meter"));
        log.appendEvents(events);
        return ofModel(log, MODEL, "SN-", count);
    }

    /** Devices of another model, beside those of {@link #register}. */
    public static Fleet another(EventStorageEngine log, String model, int count) {
        DeviceModelId id = DeviceModelId.of(TENANT, MAKER, model);
        log.appendEvents(List.of(modelPublished(id, model)));
        return ofModel(log, id, model + "-", count);
    }

    private static Fleet ofModel(EventStorageEngine log, DeviceModelId model, String prefix, int count) {
        List<DeviceId> ids = IntStream.range(0, count)
                .mapToObj(number -> DeviceId.of(TENANT, MAKER, prefix + number))
                .toList();
        for (int from = 0; from < count; from += LOT) {
            List<DomainEventMessage<?>> events = new ArrayList<>();
            for (int number = from; number < Math.min(from + LOT, count); number++) {
                DeviceId id = ids.get(number);
                events.add(ofDevice(
                        id,
                        0,
                        new DeviceEvent.DeviceRegistered(
                                id, TENANT, SITE, MAKER, prefix + number, model, 1, "A", null, null, new TreeMap<>())));
                events.add(ofDevice(id, 1, new DeviceEvent.DeviceEnrolled(id, LifeCycle.REGISTERED)));
                events.add(ofDevice(id, 2, new DeviceEvent.DeviceCommissioned(id, LifeCycle.ENROLLED)));
            }
            log.appendEvents(events);
        }
        return new Fleet(ids);
    }

    private static DomainEventMessage<?> modelPublished(DeviceModelId model, String name) {
        ModelContract contract = new ModelContract(
                3_600,
                List.of(new TelemetryDefinition("temperature", ValueType.NUMBER, "°C", -40.0, 85.0)),
                List.of(),
                List.of(new CommandDefinition(COMMAND, List.of(), TIMEOUT_SECONDS)));
        return event(
                "devicemodel",
                model.toString(),
                0,
                new DeviceModelEvent.DeviceModelVersionPublished(model, TENANT, MAKER, name, 1, contract));
    }

    private static DomainEventMessage<?> ofDevice(DeviceId id, long sequence, DeviceEvent payload) {
        return event("device", id.toString(), sequence, payload);
    }

    private static DomainEventMessage<?> event(String type, String aggregate, long sequence, Object payload) {
        return new GenericDomainEventMessage<>(
                type, aggregate, sequence, new GenericMessage<>(payload, Inspector.METADATA), Instant.now());
    }
}
