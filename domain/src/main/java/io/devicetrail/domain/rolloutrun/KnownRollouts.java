package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import java.util.Optional;

/** Tells of runs as the log does now: no copy that is yet to catch up. */
public interface KnownRollouts {
    /** What made the run; it never changes. */
    Optional<RolloutCreated> run(RolloutRunId run);
}
