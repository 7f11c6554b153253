package io.devicetrail.domain.rollout;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device has to be like to take the release. It is told with the offer, and the device looks: what the platform knows
 * of it may be old.
 *
 * @param leastBatteryPercent of a device that has a battery; null for none
 * @param fromVersions that the device may run before; none for any
 */
public record Prerequisites(@Nullable Integer leastBatteryPercent, List<String> fromVersions) {
    /** The device may be as it is. */
    public static final Prerequisites NONE = new Prerequisites(null, List.of());

    /** Most versions of one plan. */
    public static final int MOST_VERSIONS = 20;

    private static final int FULL_PERCENT = 100;
    /** As devices read versions: another form they would refuse with the whole offer. */
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,3}(-[0-9A-Za-z-]{1,30}(\\.[0-9A-Za-z-]{1,30}){0,4})?");

    /** Whether nothing is asked of the device. */
    public boolean none() {
        return leastBatteryPercent == null && fromVersions.isEmpty();
    }

    int named() {
        return fromVersions.size();
    }

    Prerequisites checked() {
        if (leastBatteryPercent != null) {
            Shape.within("prerequisites.leastBatteryPercent", leastBatteryPercent, 1, FULL_PERCENT);
        }
        if (fromVersions.size() > MOST_VERSIONS) {
            throw new MalformedInput("prerequisites.fromVersions", "must be " + MOST_VERSIONS + " at most");
        }
        return new Prerequisites(leastBatteryPercent, versions());
    }

    private List<String> versions() {
        Set<String> seen = new HashSet<>();
        for (String version : fromVersions) {
            if (!VERSION.matcher(version.strip()).matches()) {
                throw new MalformedInput("prerequisites.fromVersions", "must be of the form 2.1.0 or 2.1.0-rc.1");
            }
            if (!seen.add(version.strip())) {
                throw new MalformedInput("prerequisites.fromVersions", "names " + version.strip() + " twice");
            }
        }
        return seen.stream().sorted().toList();
    }
}
