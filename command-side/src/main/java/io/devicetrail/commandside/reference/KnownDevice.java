package io.devicetrail.commandside.reference;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceAttachedToGateway;
import io.devicetrail.domain.device.DeviceEvent.DeviceHardwareRevised;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DevicePlaceTaken;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceEvent.DeviceUntagged;
import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/** Of a device, what commands about other records ask. */
public record KnownDevice(
        DeviceId device,
        TenantId tenant,
        SiteId site,
        DeviceModelId model,
        int modelVersion,
        @Nullable DeviceId gateway,
        LifeCycle lifeCycle,
        Hardware hardware) {

    /** What the maker prints on it. */
    public record Hardware(
            String manufacturer,
            String serialNumber,
            @Nullable String revision,
            @Nullable String batch) {}

    static KnownDevice of(DeviceRegistered e) {
        return new KnownDevice(
                e.device(),
                e.tenant(),
                e.site(),
                e.model(),
                e.modelVersion(),
                e.gateway(),
                LifeCycle.REGISTERED,
                new Hardware(e.manufacturer(), e.serialNumber(), e.hardwareRevision(), e.batch()));
    }

    KnownDevice after(DeviceEvent event) {
        return switch (event) {
            case DeviceRegistered e -> of(e);
            case LifeCycleEvent e ->
                new KnownDevice(device, tenant, site, model, modelVersion, gateway, e.to(), hardware);
            case DeviceMoved e ->
                new KnownDevice(device, tenant, e.to(), model, modelVersion, gateway, lifeCycle, hardware);
            case DeviceAttachedToGateway e ->
                new KnownDevice(device, tenant, site, model, modelVersion, e.to(), lifeCycle, hardware);
            case DevicePlaceTaken e -> this;
            case DeviceTagged e -> this;
            case DeviceUntagged e -> this;
            case DeviceHardwareRevised e ->
                new KnownDevice(
                        device,
                        tenant,
                        site,
                        model,
                        modelVersion,
                        gateway,
                        lifeCycle,
                        new Hardware(hardware.manufacturer(), hardware.serialNumber(), e.to(), hardware.batch()));
            case DeviceModelVersionChanged e ->
                new KnownDevice(device, tenant, site, model, e.to(), gateway, lifeCycle, hardware);
        };
    }
}
