package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about device models. */
public sealed interface DeviceModelCommand {
    DeviceModelId deviceModel();

    /**
     * Publishes a version of a model; the first makes the model.
     *
     * @param version must be the last one plus one
     * @param compatibility with the version before; the first has none before it, and keeps every promise
     * @param reportOnly whether it is to report what does not keep to it, and not to refuse it, until it is enforced
     */
    record PublishDeviceModelVersion(
            @TargetAggregateIdentifier DeviceModelId deviceModel,
            TenantId tenant,
            String manufacturer,
            String name,
            int version,
            ModelContract contract,
            Compatibility compatibility,
            boolean reportOnly)
            implements DeviceModelCommand {
        /** One that is enforced from the beginning. */
        public PublishDeviceModelVersion(
                DeviceModelId deviceModel,
                TenantId tenant,
                String manufacturer,
                String name,
                int version,
                ModelContract contract,
                Compatibility compatibility) {
            this(deviceModel, tenant, manufacturer, name, version, contract, compatibility, false);
        }

        public PublishDeviceModelVersion {
            manufacturer = Shape.text("manufacturer", manufacturer);
            name = Shape.text("name", name);
            if (!deviceModel.equals(DeviceModelId.of(tenant, manufacturer, name))) {
                throw new MalformedInput("deviceModel", "is not the id of this model");
            }
        }
    }

    /** A version that reports only refuses what does not keep to it from now on. */
    record EnforceDeviceModelVersion(
            @TargetAggregateIdentifier DeviceModelId deviceModel, int version)
            implements DeviceModelCommand, RegulatedChange {}

    /** Closes a version: devices that have it keep it, and no other gets it any more. */
    record DeprecateDeviceModelVersion(
            @TargetAggregateIdentifier DeviceModelId deviceModel, int version)
            implements DeviceModelCommand, RegulatedChange {}
}
