package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/** What happened to device models. */
public sealed interface DeviceModelEvent {
    DeviceModelId deviceModel();

    @Revision("2")
    record DeviceModelVersionPublished(
            DeviceModelId deviceModel,
            TenantId tenant,
            String manufacturer,
            String name,
            int version,
            ModelContract contract)
            implements DeviceModelEvent {}

    @Revision("1")
    record DeviceModelVersionDeprecated(DeviceModelId deviceModel, int version) implements DeviceModelEvent {}
}
