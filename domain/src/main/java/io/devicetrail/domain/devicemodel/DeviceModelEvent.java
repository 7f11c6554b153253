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

    /**
     * The version reports what does not keep to it, and refuses nothing that the former one takes. Stored with its publication,
     * or not at all.
     *
     * @param former the version whose rules hold meanwhile: the last one before it that is enforced at that moment
     */
    @Revision("1")
    record DeviceModelVersionReportsOnly(DeviceModelId deviceModel, int version, int former)
            implements DeviceModelEvent {}

    /**
     * From here on it refuses what does not keep to it.
     *
     * @param former whose rules held until now
     */
    @Revision("1")
    record DeviceModelVersionEnforced(DeviceModelId deviceModel, int version, int former) implements DeviceModelEvent {}

    @Revision("1")
    record DeviceModelVersionDeprecated(DeviceModelId deviceModel, int version) implements DeviceModelEvent {}
}
