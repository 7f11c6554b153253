package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The devices that were found for a plan.
 *
 * @param devices that can be offered the release, none of them twice, in any order
 * @param zones beside each of them the IANA time zone of its site; may be none where the plan has no windows
 * @param strata beside each of them its kind, by what the plan's cohort is spread over; none where it is over nothing
 * @param excluded how many others of the model are at the cohort's sites with its tags, by why they cannot
 */
public record RolloutSelection(
        List<DeviceId> devices, List<String> zones, List<Stratum> strata, SortedMap<Exclusion, Long> excluded) {
    /** Nobody was looked for. */
    public static final RolloutSelection NONE = new RolloutSelection(List.of(), List.of(), List.of(), new TreeMap<>());

    /** Why a device that was found is left out; of several the first. */
    public enum Exclusion {
        /** Not active: nobody knows it, or nobody trusts it now. */
        NOT_IN_SERVICE,
        /** The release does not suit its version of the model. */
        MODEL_VERSION_UNFIT,
        /** The plan names hardware revisions, and not this one's. */
        HARDWARE_REVISION_UNFIT
    }
}
