package io.devicetrail.commandside.rolloutrun;

import org.jspecify.annotations.Nullable;

/** The inputs of the mutations of rollouts, as the schema has them. */
final class RolloutRunInputs {
    private RolloutRunInputs() {}

    record CreateRolloutInput(
            String tenant,
            String plan,
            int expectedRevision,
            @Nullable String seed,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record StartRolloutInput(
            String rollout,
            int expectedDevices,
            String expectedCohortHash,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record DecideRolloutInput(
            String rollout,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record SkipRolloutDeviceInput(
            String rollout,
            String device,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record BeginNextRolloutWaveInput(
            String rollout,
            int after,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
