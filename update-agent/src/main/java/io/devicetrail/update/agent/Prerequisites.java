package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.SoftwareVersion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an offer asks of the device.
 *
 * @param leastBatteryPercent of a battery, if there is one; null for none
 * @param fromVersions that may run before, by their place in the order; none for any
 */
record Prerequisites(@Nullable Integer leastBatteryPercent, List<SoftwareVersion> fromVersions) {
    static final Prerequisites NONE = new Prerequisites(null, List.of());

    /** Most versions of one offer. */
    static final int MOST_VERSIONS = 100;

    private static final int FULL_PERCENT = 100;

    Prerequisites {
        fromVersions = List.copyOf(fromVersions);
        if (fromVersions.size() > MOST_VERSIONS) {
            throw new IllegalArgumentException("too many versions");
        }
        if (leastBatteryPercent != null && (leastBatteryPercent < 1 || leastBatteryPercent > FULL_PERCENT)) {
            throw new IllegalArgumentException("leastBatteryPercent is out of bounds");
        }
    }

    Optional<Code> unmet(SoftwareVersion runs) {
        boolean from = fromVersions.isEmpty() || fromVersions.stream().anyMatch(each -> each.compareTo(runs) == 0);
        return from ? Optional.empty() : Optional.of(Code.FROM_OTHER_VERSION);
    }

    /** @param percent empty where there is no battery */
    Optional<Code> unmet(OptionalInt percent) {
        boolean low = leastBatteryPercent != null && percent.isPresent() && percent.getAsInt() < leastBatteryPercent;
        return low ? Optional.of(Code.BATTERY_LOW) : Optional.empty();
    }
}
