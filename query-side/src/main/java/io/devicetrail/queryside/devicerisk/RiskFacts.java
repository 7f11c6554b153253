package io.devicetrail.queryside.devicerisk;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.twin.Convergence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a device, as far as its risk goes.
 *
 * @param connectivity null if it was never heard
 * @param openIncidents but for those that say what its connectivity says
 * @param endedCommands of the last ones that were requested
 * @param failedCommands of these, those that failed, were rejected, expired or timed out
 * @param certificates that it was ever given
 * @param certifiedUntil the last end of those that were not revoked; null if there is none
 * @param convergence of its twin
 * @param convergenceSince since when; null if nothing was ever desired
 */
record RiskFacts(
        LifeCycle lifeCycle,
        @Nullable Connectivity connectivity,
        boolean flapping,
        int openIncidents,
        int endedCommands,
        int failedCommands,
        int certificates,
        @Nullable Instant certifiedUntil,
        Convergence convergence,
        @Nullable Instant convergenceSince) {}
