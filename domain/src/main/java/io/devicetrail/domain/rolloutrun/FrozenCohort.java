package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The devices of a run, frozen. Order and waves follow from the devices, the seed and the plan alone, so that anyone can
 * reckon them again from the log.
 */
public final class FrozenCohort {
    /** Most devices of a run. */
    public static final int MOST_DEVICES = 100_000;
    /** Most time zones of a run whose plan has windows; a run keeps one byte of it for each device. */
    public static final int MOST_ZONES = 255;

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
                .map(device -> new Placed(
                        device, HexFormat.of().formatHex(sha.digest(bytes(seed + "\n" + device.toString())))))
                .sorted(Comparator.comparing(Placed::key))
                .map(Placed::device)
                .toList();
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
