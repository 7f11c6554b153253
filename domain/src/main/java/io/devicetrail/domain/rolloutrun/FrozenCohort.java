package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The devices of a run, frozen. Order and waves follow from the devices, what they are, the seed and the plan alone, so that
 * anyone can reckon them again from the log.
 */
public final class FrozenCohort {
    /** Most devices of a run. */
    public static final int MOST_DEVICES = 100_000;
    /** Most time zones of a run whose plan has windows; a run keeps one byte of it for each device. */
    public static final int MOST_ZONES = 255;
    /** Most strata of a run whose plan spreads them over the waves, so that a person can read them in a preview. */
    public static final int MOST_STRATA = 1_000;

    private FrozenCohort() {}

    /** SHA-256, in lower-case hexadecimal, of the ids in the order of their texts, each followed by a line feed. */
    public static String hash(List<DeviceId> devices) {
        MessageDigest sha = sha256();
        devices.stream().map(DeviceId::toString).sorted().forEach(id -> sha.update(bytes(id + "\n")));
        return HexFormat.of().formatHex(sha.digest());
    }

    /**
     * The order of the offers, shuffled by the seed: that of SHA-256 over the seed, a line feed and the id. A device that
     * is added moves no other before another.
     */
    public static List<DeviceId> shuffled(List<DeviceId> devices, String seed) {
        MessageDigest sha = sha256();
        return devices.stream()
                .map(device -> new Placed(device, key(sha, seed, device.toString())))
                .sorted(Comparator.comparing(Placed::key))
                .map(Placed::device)
                .toList();
    }

    /**
     * The order of the offers where devices are spread over the waves by their strata: shuffled by the seed within each
     * stratum, which have their turns by their shares, whatever the seed.
     *
     * @param strata beside each device; none where the plan spreads nothing
     */
    public static List<DeviceId> shuffled(List<DeviceId> devices, List<Stratum> strata, String seed) {
        if (strata.isEmpty()) {
            return shuffled(devices, seed);
        }
        Map<DeviceId, Stratum> stratumOf = new HashMap<>();
        for (int place = 0; place < devices.size(); place++) {
            stratumOf.put(devices.get(place), strata.get(place));
        }
        Map<Stratum, Deque<DeviceId>> waiting = new HashMap<>();
        shuffled(devices, seed)
                .forEach(device -> waiting.computeIfAbsent(stratumOf.get(device), stratum -> new ArrayDeque<>())
                        .add(device));
        return SpreadOrder.turns(strata, hash(devices)).stream()
                .map(stratum -> Objects.requireNonNull(waiting.get(stratum)).remove())
                .toList();
    }

    /**
     * How many devices of each stratum each wave has, whatever the seed.
     *
     * @param strata beside each device
     */
    public static SortedMap<Stratum, List<Integer>> wavesOfStrata(
            List<DeviceId> devices, List<Stratum> strata, List<Wave> waves) {
        List<Stratum> turns = SpreadOrder.turns(strata, hash(devices));
        SortedMap<Stratum, List<Integer>> counts = new TreeMap<>(Stratum.ORDER);
        int turn = 0;
        List<Integer> sizes = waves(devices.size(), waves);
        for (int wave = 0; wave < sizes.size(); wave++) {
            for (int end = turn + sizes.get(wave); turn < end; turn++) {
                List<Integer> ofStratum = counts.computeIfAbsent(
                        turns.get(turn), stratum -> new ArrayList<>(Collections.nCopies(sizes.size(), 0)));
                ofStratum.set(wave, ofStratum.get(wave) + 1);
            }
        }
        return counts;
    }

    /**
     * How many devices each wave has. The cohort up to a wave's end is its percent of all devices, rounded up, or its number
     * of devices as far as there are so many: the first wave has one at least; a later one may have none.
     */
    public static List<Integer> waves(int devices, List<Wave> waves) {
        List<Integer> sizes = new ArrayList<>();
        int before = 0;
        for (Wave wave : waves) {
            int end = Math.max(before, end(devices, wave));
            sizes.add(end - before);
            before = end;
        }
        return List.copyOf(sizes);
    }

    private static int end(int devices, Wave wave) {
        Integer percent = wave.percent();
        Integer counted = wave.devices();
        return percent == null
                ? Math.min(devices, counted == null ? devices : counted)
                : (int) Math.ceilDiv((long) devices * percent, (long) RolloutPlan.WHOLE_PERCENT);
    }

    /** SHA-256, in lower-case hexadecimal, over the salt, a line feed and the text. */
    static String key(String salt, String text) {
        return key(sha256(), salt, text);
    }

    private static String key(MessageDigest sha, String salt, String text) {
        return HexFormat.of().formatHex(sha.digest(bytes(salt + "\n" + text)));
    }

    private record Placed(DeviceId device, String key) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
