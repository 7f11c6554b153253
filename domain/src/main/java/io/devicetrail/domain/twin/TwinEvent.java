package io.devicetrail.domain.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a twin. Who wanted it and why is beside it, as of every event. */
public sealed interface TwinEvent {
    TwinId twin();

    DeviceId device();

    TenantId tenant();

    /**
     * People want something else of the device from now on.
     *
     * @param from the version before; 0 if nothing was desired yet
     * @param to the version now, one more
     * @param changes by name, in the order of the names; what is not here stays as it was
     */
    @Revision("1")
    record DesiredPropertiesChanged(
            TwinId twin, DeviceId device, TenantId tenant, int from, int to, List<PropertyChange> changes)
            implements TwinEvent {}

    /**
     * Audited properties of the device are other than it said before.
     *
     * @param reported when the device said so
     * @param changes by name, in the order of the names
     */
    @Revision("1")
    record ReportedPropertiesChanged(
            TwinId twin, DeviceId device, TenantId tenant, ReportStamp reported, List<PropertyChange> changes)
            implements TwinEvent {}

    /** The device says that it has taken over what is desired of it now. */
    @Revision("1")
    record DesiredPropertiesConverged(
            TwinId twin, DeviceId device, TenantId tenant, int version, ReportStamp reported, Convergence from)
            implements TwinEvent {}

    /** The device says that it will not take over what is desired of it now. */
    @Revision("1")
    record DesiredPropertiesRefused(
            TwinId twin,
            DeviceId device,
            TenantId tenant,
            int version,
            ReportStamp reported,
            Convergence from,
            @Nullable String code,
            @Nullable String detail)
            implements TwinEvent {}
}
