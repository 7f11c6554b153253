package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.tenant.TenantId;

/**
 * Finds the devices of a plan's cohort, as the fleet is known now, among those that who asks can see. What it finds is of
 * the tenant, of the plan's model and in its cohort: a run that is made of it needs not be asked whose its devices are.
 */
public interface RolloutCohorts {
    /**
     * Chooses them.
     *
     * @param position of the log that has to be in what is searched
     * @throws org.axonframework.commandhandling.CommandExecutionException {@link RolloutRunRejection.CohortTooLarge},
     *     {@link RolloutRunRejection.TooManyStrata}, {@link RolloutRunRejection.FleetBehind}
     */
    RolloutSelection select(TenantId tenant, RolloutPlan plan, long position);
}
