package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout came to at one device.
 *
 * @param place in the order of the offers, from 1
 * @param attempt that the state is of; 0 before the first offer
 */
record RolloutDevice(
        UUID deviceId,
        int place,
        int wave,
        RolloutDeviceState state,
        int attempt,
        @Nullable String code,
        @Nullable String version,
        @Nullable Instant at) {}
