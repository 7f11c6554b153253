package io.devicetrail.domain.rolloutrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.tenant.SiteId;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What devices of a kind have in common, by the traits over which a plan spreads its cohort.
 *
 * @param site null where the plan does not ask for it
 * @param modelVersion null where the plan does not ask for it
 * @param hardwareRevision null where the plan does not ask for it, and of devices that have none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stratum(
        @Nullable SiteId site,
        @Nullable Integer modelVersion,
        @Nullable String hardwareRevision) {
    /** As people expect a list of them. */
    public static final Comparator<Stratum> ORDER = Comparator.comparing(
                    (Stratum one) -> one.site() == null ? "" : one.site().toString())
            .thenComparing(one -> one.modelVersion() == null ? 0 : one.modelVersion())
            .thenComparing(one -> one.hardwareRevision() == null ? "" : one.hardwareRevision());

    /** That of a device. */
    public static Stratum of(
            List<DeviceTrait> traits, SiteId site, int modelVersion, @Nullable String hardwareRevision) {
        return new Stratum(
                traits.contains(DeviceTrait.SITE) ? site : null,
                traits.contains(DeviceTrait.MODEL_VERSION) ? modelVersion : null,
                traits.contains(DeviceTrait.HARDWARE_REVISION) ? hardwareRevision : null);
    }

    /** Three lines, each empty where there is nothing; no name has a line feed in it. */
    String text() {
        return (site == null ? "" : site) + "\n" + (modelVersion == null ? "" : modelVersion) + "\n"
                + (hardwareRevision == null ? "" : hardwareRevision);
    }
}
