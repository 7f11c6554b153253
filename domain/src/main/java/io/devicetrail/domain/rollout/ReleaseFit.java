package io.devicetrail.domain.rollout;

import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.rollout.RolloutRejection.ReleaseUnfit;
import java.util.List;
import java.util.Optional;

/**
 * Whether a plan keeps to what its release was published for. The plan has to say so itself: it is what people sign, and its
 * cohort, its preview and each offer go by it. Else devices would be offered what they can only refuse, and a refusal is a
 * failure.
 */
public final class ReleaseFit {
    private ReleaseFit() {}

    /**
     * The first thing in which the plan goes beyond the release of that name and version; empty if there is none.
     *
     * @param release as it was published; what it leaves empty suits all
     */
    public static Optional<ReleaseUnfit> objection(RolloutPlan plan, SoftwareRelease release) {
        String named = release.name() + " " + release.version();
        if (!plan.release().sha256().equals(release.artifact())) {
            return Optional.of(new ReleaseUnfit(named, "release.sha256", "has to be " + release.artifact()));
        }
        if (!plan.model().equals(release.model())) {
            return Optional.of(new ReleaseUnfit(named, "model", "has to be " + release.model()));
        }
        if (!release.modelVersions().containsAll(plan.modelVersions())) {
            return Optional.of(
                    new ReleaseUnfit(named, "modelVersions", "can name none but " + listed(release.modelVersions())));
        }
        if (goesBeyond(plan.cohort().hardwareRevisions(), release.hardwareRevisions())) {
            return Optional.of(new ReleaseUnfit(named, "cohort.hardwareRevisions", oneOf(release.hardwareRevisions())));
        }
        return goesBeyond(plan.prerequisites().fromVersions(), release.currentVersions())
                ? Optional.of(new ReleaseUnfit(named, "prerequisites.fromVersions", oneOf(release.currentVersions())))
                : Optional.empty();
    }

    /** On both sides nothing is all. */
    private static boolean goesBeyond(List<String> planned, List<String> suited) {
        return !suited.isEmpty() && (planned.isEmpty() || !suited.containsAll(planned));
    }

    private static String oneOf(List<String> suited) {
        return "has to name one at least, and none but " + listed(suited);
    }

    private static String listed(List<?> values) {
        return String.join(", ", values.stream().map(Object::toString).toList());
    }
}
