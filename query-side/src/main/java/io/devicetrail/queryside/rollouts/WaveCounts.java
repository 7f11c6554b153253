package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** How many devices of each wave of some rollouts are where. */
final class WaveCounts {
    private final Map<UUID, Map<Integer, Map<RolloutDeviceState, Integer>>> counts = new HashMap<>();

    void add(UUID run, int wave, RolloutDeviceState state, int devices) {
        counts.computeIfAbsent(run, id -> new HashMap<>())
                .computeIfAbsent(wave, number -> new EnumMap<>(RolloutDeviceState.class))
                .put(state, devices);
    }

    RolloutProgress of(Rollout rollout) {
        Map<RolloutDeviceState, Integer> all = new EnumMap<>(RolloutDeviceState.class);
        counts.getOrDefault(rollout.rolloutId(), Map.of())
                .values()
                .forEach(wave -> wave.forEach((state, devices) -> all.merge(state, devices, Integer::sum)));
        return new RolloutProgress(all);
    }

    List<RolloutRunWave> wavesOf(Rollout rollout) {
        Map<Integer, Map<RolloutDeviceState, Integer>> waves = counts.getOrDefault(rollout.rolloutId(), Map.of());
        return IntStream.rangeClosed(1, rollout.waveEnds().size())
                .mapToObj(number -> new RolloutRunWave(
                        number,
                        rollout.devicesOf(number),
                        rollout.content().waves().get(number - 1).soakMinutes(),
                        new RolloutProgress(waves.getOrDefault(number, Map.of()))))
                .toList();
    }
}
