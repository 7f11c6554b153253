package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.tenant.SiteId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a device of a cohort is not told of the release when its turn has come; of several the first. */
public enum Unfit {
    /** Not active, or not in the log: nobody knows it, or nobody trusts it now. */
    NOT_IN_SERVICE,
    /** The plan names sites, and it is at another now. */
    SITE_UNFIT,
    /** The release does not suit its version of the model. */
    MODEL_VERSION_UNFIT,
    /** The plan names hardware revisions, and not the one that it has now. */
    HARDWARE_REVISION_UNFIT;

    /** A device as the log has it now. What made it one of the cohort beside these is frozen with the cohort: its tags. */
    public record Seen(
            LifeCycle lifeCycle,
            SiteId site,
            int modelVersion,
            @Nullable String hardwareRevision) {}

    /** Of a device of the plan's tenant and model, which never change; empty if it may be told. */
    public static Optional<Unfit> of(RolloutPlan plan, Seen device) {
        if (device.lifeCycle() != LifeCycle.ACTIVE) {
            return Optional.of(NOT_IN_SERVICE);
        }
        if (!named(plan.cohort().sites(), device.site())) {
            return Optional.of(SITE_UNFIT);
        }
        if (!plan.modelVersions().contains(device.modelVersion())) {
            return Optional.of(MODEL_VERSION_UNFIT);
        }
        return named(plan.cohort().hardwareRevisions(), device.hardwareRevision())
                ? Optional.empty()
                : Optional.of(HARDWARE_REVISION_UNFIT);
    }

    /** An empty choice is of all. */
    private static <T> boolean named(List<T> chosen, @Nullable T one) {
        return chosen.isEmpty() || one != null && chosen.contains(one);
    }
}
