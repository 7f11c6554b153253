package io.devicetrail.domain.job;

import io.devicetrail.domain.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The devices that a search found for a job.
 *
 * @param devices that can be told the command, in the order of their ids; none of them twice
 * @param excluded how many others were found, by why they cannot
 * @param twoPersons whether a model of theirs asks for two persons
 */
public record JobSelection(List<DeviceId> devices, SortedMap<Exclusion, Integer> excluded, boolean twoPersons) {
    /** Most devices of a job: what the list of one job takes in the log, and a person can still look through. */
    public static final int MOST_DEVICES = 10_000;

    /** Nobody was looked for. */
    public static final JobSelection NONE = new JobSelection(List.of(), new TreeMap<>(), false);

    /** Why a device that was found is left out. */
    public enum Exclusion {
        /** Not a device that who asked can see. */
        UNKNOWN,
        NOT_IN_SERVICE,
        COMMAND_NOT_IN_MODEL,
        ARGUMENTS_UNFIT,
        /** A command of real time is of a moment, and a job is not. */
        REAL_TIME
    }

    /** SHA-256, in lower-case hexadecimal, of the ids in their order, each followed by a line feed. */
    public static String hash(List<DeviceId> devices) {
        return sha256(devices);
    }

    static String sha256(List<?> lines) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            lines.forEach(line -> sha.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
