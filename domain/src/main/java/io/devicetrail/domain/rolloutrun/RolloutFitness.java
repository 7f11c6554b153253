package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import java.util.Collection;
import java.util.Map;

/** Tells of devices as the log does now, whatever they were when their cohort was frozen. */
public interface RolloutFitness {
    /** Those that are not to be told of what the plan releases, with why. */
    Map<DeviceId, Unfit> unfit(RolloutPlan plan, Collection<DeviceId> devices);
}
