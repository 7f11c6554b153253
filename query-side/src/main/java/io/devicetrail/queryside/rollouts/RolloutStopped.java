package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import org.jspecify.annotations.Nullable;

/** Why a rollout stopped: the counts of a threshold, or a person and their reason. */
record RolloutStopped(
        RolloutStopCause cause,
        @Nullable String reason,
        @Nullable String by,
        @Nullable Integer wave,
        @Nullable Integer failedOfWave,
        @Nullable Integer waveDevices,
        @Nullable Integer failedOfLast,
        @Nullable Integer failed) {}
