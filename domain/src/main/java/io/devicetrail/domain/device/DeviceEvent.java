package io.devicetrail.domain.device;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.SortedMap;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a device. A change carries the old value beside the new one, so that each entry of the audit trail
 * stands on its own.
 */
public sealed interface DeviceEvent {
    DeviceId device();

    @Revision("1")
    record DeviceRegistered(
            DeviceId device,
            TenantId tenant,
            SiteId site,
            String manufacturer,
            String serialNumber,
            DeviceModelId model,
            int modelVersion,
            @Nullable String hardwareRevision,
            @Nullable String batch,
            @Nullable DeviceId gateway,
            SortedMap<String, String> tags)
            implements DeviceEvent {}

    /** An event that moves the device along its life cycle. */
    sealed interface LifeCycleEvent extends DeviceEvent {
        LifeCycle from();

        /** Stored since revision 2: an entry of the log says by itself what the device became. */
        LifeCycle to();
    }

    @Revision("2")
    record DeviceEnrolled(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceEnrolled(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.ENROLLED);
        }
    }

    @Revision("2")
    record DeviceCommissioned(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceCommissioned(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.ACTIVE);
        }
    }

    @Revision("2")
    record DeviceSuspended(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceSuspended(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.SUSPENDED);
        }
    }

    @Revision("2")
    record DeviceResumed(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceResumed(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.ACTIVE);
        }
    }

    @Revision("2")
    record DeviceSentToRepair(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceSentToRepair(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.UNDER_REPAIR);
        }
    }

    @Revision("2")
    record DeviceReturnedFromRepair(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceReturnedFromRepair(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.ACTIVE);
        }
    }

    @Revision("2")
    record DeviceReplaced(DeviceId device, DeviceId replacement, LifeCycle from, LifeCycle to)
            implements LifeCycleEvent {
        public DeviceReplaced(DeviceId device, DeviceId replacement, LifeCycle from) {
            this(device, replacement, from, LifeCycle.REPLACED);
        }
    }

    @Revision("2")
    record DeviceRetired(DeviceId device, LifeCycle from, LifeCycle to) implements LifeCycleEvent {
        public DeviceRetired(DeviceId device, LifeCycle from) {
            this(device, from, LifeCycle.RETIRED);
        }
    }

    /**
     * The device stands where the one stood that it replaces, with what it could take over.
     *
     * @param replaced the device whose place it is
     * @param left what it could not take over, with the code of the refusal
     */
    @Revision("1")
    record DevicePlaceTaken(DeviceId device, DeviceId replaced, SortedMap<String, String> left)
            implements DeviceEvent {}

    /**
     * The device is another tenant's now. Here its record is history.
     *
     * @param receiver who has it
     */
    @Revision("1")
    record DeviceHandedOver(DeviceId device, DeviceTransferId transfer, TenantId receiver, LifeCycle from, LifeCycle to)
            implements LifeCycleEvent {
        public DeviceHandedOver(DeviceId device, DeviceTransferId transfer, TenantId receiver, LifeCycle from) {
            this(device, transfer, receiver, from, LifeCycle.HANDED_OVER);
        }
    }

    @Revision("1")
    record DeviceMoved(DeviceId device, SiteId from, SiteId to) implements DeviceEvent {}

    @Revision("1")
    record DeviceAttachedToGateway(
            DeviceId device,
            @Nullable DeviceId from,
            @Nullable DeviceId to) implements DeviceEvent {}

    @Revision("1")
    record DeviceTagged(
            DeviceId device, String name, @Nullable String from, String to) implements DeviceEvent {}

    @Revision("1")
    record DeviceUntagged(DeviceId device, String name, String from) implements DeviceEvent {}

    @Revision("1")
    record DeviceHardwareRevised(DeviceId device, @Nullable String from, String to) implements DeviceEvent {}

    /** From here on the device is judged, and told, by another version of its model. */
    @Revision("1")
    record DeviceModelVersionChanged(DeviceId device, int from, int to) implements DeviceEvent {}
}
