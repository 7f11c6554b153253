package io.devicetrail.domain.device;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a device's registry record. */
public sealed interface DeviceCommand {
    DeviceId device();

    /**
     * Enters a device in the registry.
     *
     * @param hardwareRevision as the maker prints it
     * @param batch manufacturing batch
     * @param gateway the device through which this one is reached, if it is a child
     * @param tags free labels, name to value
     */
    record RegisterDevice(
            @TargetAggregateIdentifier DeviceId device,
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
            implements DeviceCommand {
        /** Most tags of one device. */
        public static final int MOST_TAGS = 50;

        public RegisterDevice {
            manufacturer = Shape.text("manufacturer", manufacturer);
            serialNumber = Shape.text("serialNumber", serialNumber);
            hardwareRevision = Shape.optionalText("hardwareRevision", hardwareRevision);
            batch = Shape.optionalText("batch", batch);
            if (!device.equals(DeviceId.of(tenant, manufacturer, serialNumber))) {
                throw new MalformedInput("device", "is not the id of this serial number");
            }
            if (tags.size() > MOST_TAGS) {
                throw new MalformedInput("tags", "are more than " + MOST_TAGS);
            }
            tags.forEach((name, value) -> {
                Shape.text("tag name", name);
                Shape.text("tag " + name, value);
            });
            tags = new TreeMap<>(tags);
        }
    }

    /** The device has its credentials. */
    record EnrolDevice(@TargetAggregateIdentifier DeviceId device) implements DeviceCommand, RegulatedChange {}

    /** The device goes into service. */
    record CommissionDevice(@TargetAggregateIdentifier DeviceId device) implements DeviceCommand, RegulatedChange {}

    record SuspendDevice(@TargetAggregateIdentifier DeviceId device) implements DeviceCommand, RegulatedChange {}

    /** A suspended device goes back into service. */
    record ResumeDevice(@TargetAggregateIdentifier DeviceId device) implements DeviceCommand, RegulatedChange {}

    record SendDeviceToRepair(@TargetAggregateIdentifier DeviceId device) implements DeviceCommand, RegulatedChange {}

    record ReturnDeviceFromRepair(@TargetAggregateIdentifier DeviceId device)
            implements DeviceCommand, RegulatedChange {}

    /** The device leaves service and {@code replacement}, a registered device of the tenant, takes its place. */
    record ReplaceDevice(@TargetAggregateIdentifier DeviceId device, DeviceId replacement)
            implements DeviceCommand, RegulatedChange {}

    /** The device leaves service for ever. */
    record RetireDevice(@TargetAggregateIdentifier DeviceId device) implements DeviceCommand, RegulatedChange {}

    /**
     * The replacement stands where the other one stood. The platform's own: asked again, nothing more happens.
     *
     * @param left what it could not take over, with the code of the refusal
     */
    record TakeDevicePlace(
            @TargetAggregateIdentifier DeviceId device, DeviceId replaced, SortedMap<String, String> left)
            implements DeviceCommand {
        public TakeDevicePlace {
            left = new TreeMap<>(left);
        }
    }

    /** The device goes to another tenant, as both have agreed. The platform's own: asked again, nothing more happens. */
    record HandOverDevice(@TargetAggregateIdentifier DeviceId device, DeviceTransferId transfer, TenantId receiver)
            implements DeviceCommand {}

    record MoveDevice(@TargetAggregateIdentifier DeviceId device, SiteId site)
            implements DeviceCommand, RegulatedChange {}

    /** Puts the device behind a gateway, or, with null, behind none. */
    record AttachDeviceToGateway(
            @TargetAggregateIdentifier DeviceId device,
            @Nullable DeviceId gateway) implements DeviceCommand, RegulatedChange {}

    record TagDevice(@TargetAggregateIdentifier DeviceId device, String name, String value)
            implements DeviceCommand, RegulatedChange {
        public TagDevice {
            name = Shape.text("name", name);
            value = Shape.text("value", value);
        }
    }

    record UntagDevice(@TargetAggregateIdentifier DeviceId device, String name)
            implements DeviceCommand, RegulatedChange {
        public UntagDevice {
            name = Shape.text("name", name);
        }
    }

    /** A rebuilt device has another hardware revision. */
    record ReviseDeviceHardware(@TargetAggregateIdentifier DeviceId device, String hardwareRevision)
            implements DeviceCommand, RegulatedChange {
        public ReviseDeviceHardware {
            hardwareRevision = Shape.text("hardwareRevision", hardwareRevision);
        }
    }

    /** The device goes by another version of its model, older or newer. */
    record ChangeDeviceModelVersion(
            @TargetAggregateIdentifier DeviceId device, int modelVersion) implements DeviceCommand, RegulatedChange {}
}
