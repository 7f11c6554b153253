package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** How many devices of each wave of some rollouts are where: of the whole tenant, and of the asker's sites. */
final class WaveCounts {
    /** Of one rollout, and either of all its devices or of those at the asker's sites. */
    private record Part(UUID run, boolean whole) {}

    private final Map<Part, Map<Integer, Map<RolloutDeviceState, Integer>>> counts = new HashMap<>();

    void add(UUID run, boolean whole, int wave, RolloutDeviceState state, int devices) {
        counts.computeIfAbsent(new Part(run, whole), part -> new HashMap<>())
                .computeIfAbsent(wave, number -> new EnumMap<>(RolloutDeviceState.class))
                .put(state, devices);
    }

    /** Of the devices that who asks can see. */
    RolloutProgress of(Rollout rollout) {
        return sum(seen(rollout));
    }

    /** Of all devices, whoever asks: for what is said without numbers. */
    RolloutProgress ofWhole(Rollout rollout) {
        return sum(part(rollout, true));
    }

    /** Of the devices that who asks can see. */
    List<RolloutRunWave> wavesOf(Rollout rollout) {
        Map<Integer, Map<RolloutDeviceState, Integer>> waves = seen(rollout);
        return IntStream.rangeClosed(1, rollout.waveEnds().size())
                .mapToObj(number -> new RolloutRunWave(
                        number,
                        rollout.devicesOf(number),
                        rollout.content().waves().get(number - 1).soakMinutes(),
                        new RolloutProgress(waves.getOrDefault(number, Map.of()))))
                .toList();
    }

    private Map<Integer, Map<RolloutDeviceState, Integer>> seen(Rollout rollout) {
        return part(rollout, WholeTenant.isSeen(rollout.tenant()));
    }

    private Map<Integer, Map<RolloutDeviceState, Integer>> part(Rollout rollout, boolean whole) {
        return counts.getOrDefault(new Part(rollout.rolloutId(), whole), Map.of());
    }

    private static RolloutProgress sum(Map<Integer, Map<RolloutDeviceState, Integer>> waves) {
        Map<RolloutDeviceState, Integer> all = new EnumMap<>(RolloutDeviceState.class);
        waves.values().forEach(wave -> wave.forEach((state, devices) -> all.merge(state, devices, Integer::sum)));
        return new RolloutProgress(all);
    }
}
