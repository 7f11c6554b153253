package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** Finds devices by the codes that lie in their boxes. */
public interface ClaimCodes {
    /**
     * The tenant's device that came with this code; empty where there is none, or more than one.
     *
     * @param codeHash as {@link ClaimCode#hash} makes it
     */
    Optional<DeviceId> deviceOf(TenantId tenant, String codeHash);
}
