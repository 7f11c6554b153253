package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.device.DeviceEvent;
import java.util.ArrayList;
import java.util.List;

/** Reads events of a device's registry record. */
final class DeviceReading {
    private DeviceReading() {}

    static List<FieldChange> changesOf(DeviceEvent event) {
        return switch (event) {
            case DeviceEvent.DeviceRegistered e -> registered(e);
            case DeviceEvent.DeviceReplaced e ->
                List.of(lifeCycle(e), FieldChange.of("replacedBy", null, e.replacement()));
            case DeviceEvent.DeviceHandedOver e ->
                List.of(
                        lifeCycle(e),
                        FieldChange.of("handedOverTo", null, e.receiver()),
                        FieldChange.of("transfer", null, e.transfer()));
            case DeviceEvent.LifeCycleEvent e -> List.of(lifeCycle(e));
            case DeviceEvent.DevicePlaceTaken e -> placeTaken(e);
            case DeviceEvent.DeviceMoved e -> List.of(FieldChange.of("site", e.from(), e.to()));
            case DeviceEvent.DeviceAttachedToGateway e -> List.of(FieldChange.of("gateway", e.from(), e.to()));
            case DeviceEvent.DeviceTagged e -> List.of(FieldChange.of("tags." + e.name(), e.from(), e.to()));
            case DeviceEvent.DeviceUntagged e -> List.of(FieldChange.of("tags." + e.name(), e.from(), null));
            case DeviceEvent.DeviceHardwareRevised e -> List.of(FieldChange.of("hardwareRevision", e.from(), e.to()));
            case DeviceEvent.DeviceModelVersionChanged e -> List.of(FieldChange.of("modelVersion", e.from(), e.to()));
        };
    }

    private static List<FieldChange> registered(DeviceEvent.DeviceRegistered e) {
        List<FieldChange> changes = new ArrayList<>(AuditReading.created(
                "lifeCycle",
                "REGISTERED",
                "manufacturer",
                e.manufacturer(),
                "serialNumber",
                e.serialNumber(),
                "site",
                e.site(),
                "model",
                e.model(),
                "modelVersion",
                e.modelVersion(),
                "hardwareRevision",
                e.hardwareRevision(),
                "batch",
                e.batch(),
                "gateway",
                e.gateway()));
        e.tags().forEach((name, value) -> changes.add(FieldChange.of("tags." + name, null, value)));
        return changes;
    }

    private static List<FieldChange> placeTaken(DeviceEvent.DevicePlaceTaken e) {
        List<FieldChange> changes = new ArrayList<>(AuditReading.created("replaces", e.replaced()));
        e.left().forEach((what, code) -> changes.add(FieldChange.of("not taken over: " + what, null, code)));
        return changes;
    }

    private static FieldChange lifeCycle(DeviceEvent.LifeCycleEvent e) {
        return FieldChange.of("lifeCycle", e.from(), e.to());
    }
}
