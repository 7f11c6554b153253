package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An offer that was sent, and will be looked after.
 *
 * @param refusal the broker's, as the log is told of it; null if it took the offer
 * @param unheard whether the broker had nobody to keep it for
 * @param lookAfter from when it was sent
 */
record OpenOffer(
        RolloutRunId run,
        DeviceId device,
        TenantId tenant,
        int round,
        @Nullable String refusal,
        boolean unheard,
        Duration lookAfter) {}
