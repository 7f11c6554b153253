package io.devicetrail.domain.connectivity;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a device's connectivity: transitions only, heartbeats are rows. */
public sealed interface ConnectivityEvent {
    ConnectivityId connectivity();

    DeviceId device();

    @Revision("1")
    record ConnectivityChanged(
            ConnectivityId connectivity,
            DeviceId device,
            TenantId tenant,
            @Nullable Connectivity from,
            Connectivity to,
            List<ConnectivityReason> reasons,
            Instant since,
            Lease evidence,
            Instant judgedAt)
            implements ConnectivityEvent {}
}
