package io.devicetrail.ingress.presence;

import io.devicetrail.domain.connectivity.Judgement;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.connectivity.Swings;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.tenant.TenantId;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is due for judgement.
 *
 * @param judged the last judgement the log has taken, as {@link #print}; null if none
 * @param lifeCycle null while the projection does not know the device
 * @param swings how it came and went of late
 */
record DueLease(
        DeviceId device,
        TenantId tenant,
        Lease lease,
        @Nullable String judged,
        @Nullable LifeCycle lifeCycle,
        Swings swings) {

    /** What must differ for a judgement to be worth an event. */
    static String print(Judgement judgement) {
        return judgement.connectivity() + ":" + reasons(judgement);
    }

    static String reasons(Judgement judgement) {
        return judgement.reasons().stream().map(Enum::name).collect(Collectors.joining(","));
    }
}
