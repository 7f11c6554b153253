package io.devicetrail.domain.device;

import io.devicetrail.domain.tenant.TenantId;
import java.util.List;

/** Finds what is reached through a gateway. */
public interface DevicesBehind {
    /**
     * Those directly behind it that have not ended, in the order of their registration.
     *
     * @param position log index of an event that the answer must have seen, and all before it; waits for that, and fails
     *     where it takes too long
     */
    List<DeviceId> directlyBehind(TenantId tenant, DeviceId gateway, long position);
}
