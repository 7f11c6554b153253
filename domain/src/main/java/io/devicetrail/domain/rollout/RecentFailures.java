package io.devicetrail.domain.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many of the last devices of a wave that have ended may have failed; one more stops the rollout. At least one of the two
 * numbers is given, and of two the one that is passed first counts. What begins to fail late in a large wave is so seen after
 * as many failures as early in a small one.
 *
 * @param lastDevices of the wave that verified or failed, as they stand now, in the order in which they came to stand so; all
 *     of the wave where it has fewer devices
 * @param mostFailedPercent of so many devices, also while fewer have ended; 0 for none
 * @param mostFailedDevices of these; 0 for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecentFailures(
        int lastDevices,
        @Nullable Integer mostFailedPercent,
        @Nullable Integer mostFailedDevices) {
    /** Most devices that are looked at, as it is done after each failure. */
    public static final int MOST_DEVICES = 10_000;

    private static final int MOST_PERCENT = 99;

    /** @param of field of what it is said of, with its dot */
    void check(String of) {
        String field = of + "recent";
        if (mostFailedPercent == null && mostFailedDevices == null) {
            throw new MalformedInput(field, "must give mostFailedPercent, mostFailedDevices, or both");
        }
        Shape.within(field + ".lastDevices", lastDevices, 1, MOST_DEVICES);
        if (mostFailedPercent != null) {
            Shape.within(field + ".mostFailedPercent", mostFailedPercent, 0, MOST_PERCENT);
        }
        if (mostFailedDevices != null) {
            Shape.within(field + ".mostFailedDevices", mostFailedDevices, 0, lastDevices - 1);
        }
    }

    /** How many values it has. */
    int named() {
        return 1
                + (int) Stream.of(mostFailedPercent, mostFailedDevices)
                        .filter(Objects::nonNull)
                        .count();
    }

    /**
     * Whether more have failed than are borne.
     *
     * @param failed of the last devices that ended
     * @param waveDevices of the wave, all of them
     */
    public boolean passed(int failed, int waveDevices) {
        return (mostFailedDevices != null && failed > mostFailedDevices)
                || (mostFailedPercent != null
                        && (long) failed * RolloutPlan.WHOLE_PERCENT
                                > (long) mostFailedPercent * Math.min(lastDevices, waveDevices));
    }

    /** As people and the audit trail read it. */
    @Override
    public String toString() {
        return "of the last " + lastDevices
                + (mostFailedPercent == null ? "" : " at most " + mostFailedPercent + " % failed")
                + (mostFailedPercent == null || mostFailedDevices == null ? "" : " and")
                + (mostFailedDevices == null ? "" : " at most " + mostFailedDevices + " failed");
    }
}
