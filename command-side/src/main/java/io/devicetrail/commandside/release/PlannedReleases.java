package io.devicetrail.commandside.release;

import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.tenant.TenantId;

/** Holds plans against what the log says of the releases that they name. */
public interface PlannedReleases {
    /**
     * The plan may be rolled out as far as its release goes. One that was never published is not asked about: nobody has said
     * what it suits, and devices that check signed metadata refuse it.
     *
     * @throws org.axonframework.commandhandling.CommandExecutionException {@code ReleaseUnfit}, {@code ReleaseWithdrawn}
     */
    void requireSuited(TenantId tenant, RolloutPlan plan);
}
