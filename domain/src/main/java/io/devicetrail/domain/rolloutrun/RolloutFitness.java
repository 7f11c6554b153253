package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import java.util.Collection;
import java.util.Map;

/** Tells of devices as the log does now, whatever they were when their cohort was frozen. */
public interface RolloutFitness {
    /** Those of the run's that are not to be told of what its plan releases, with why. */
    Map<DeviceId, Unfit> unfit(RolloutCreated run, Collection<DeviceId> devices);
}
