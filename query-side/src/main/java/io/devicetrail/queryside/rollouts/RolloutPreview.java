package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutSelection;
import io.devicetrail.domain.rolloutrun.RolloutSelection.Exclusion;
import io.devicetrail.domain.rolloutrun.Stratum;
import io.devicetrail.domain.rolloutrun.decision.OfferRate;
import io.devicetrail.queryside.rolloutplans.RolloutPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout of a plan would be about.
 *
 * @param leastSeconds the time that the rate and the soaks take, if every device were done at once
 */
record RolloutPreview(
        RolloutPlan plan,
        int deviceCount,
        String cohortHash,
        List<Excluded> excluded,
        List<OfWave> waves,
        List<OfStratum> strata,
        long leastSeconds) {
    record Excluded(Exclusion reason, long devices) {}

    /** @param waves how many of its devices each wave has */
    record OfStratum(
            @Nullable UUID site,
            @Nullable Integer modelVersion,
            @Nullable String hardwareRevision,
            int devices,
            List<Integer> waves) {
        private static OfStratum of(Stratum stratum, List<Integer> waves) {
            return new OfStratum(
                    stratum.site() == null ? null : stratum.site().value(),
                    stratum.modelVersion(),
                    stratum.hardwareRevision(),
                    waves.stream().mapToInt(Integer::intValue).sum(),
                    List.copyOf(waves));
        }
    }

    record OfWave(int number, int devices, long offerSeconds, int soakMinutes) {
        private long seconds() {
            return offerSeconds + Duration.ofMinutes(soakMinutes).toSeconds();
        }
    }

    static RolloutPreview of(RolloutPlan plan, RolloutSelection found) {
        List<OfWave> waves = waves(plan.content(), found.devices().size());
        return new RolloutPreview(
                plan,
                found.devices().size(),
                FrozenCohort.hash(found.devices()),
                found.excluded().entrySet().stream()
                        .map(one -> new Excluded(one.getKey(), one.getValue()))
                        .toList(),
                waves,
                strata(plan.content(), found),
                waves.stream().mapToLong(OfWave::seconds).sum());
    }

    private static List<OfStratum> strata(io.devicetrail.domain.rollout.RolloutPlan content, RolloutSelection found) {
        return found.strata().isEmpty()
                ? List.of()
                : FrozenCohort.wavesOfStrata(found.devices(), found.strata(), content.waves()).entrySet().stream()
                        .map(one -> OfStratum.of(one.getKey(), one.getValue()))
                        .toList();
    }

    /** A wave without devices is passed over, its soak too. */
    private static List<OfWave> waves(io.devicetrail.domain.rollout.RolloutPlan content, int devices) {
        OfferRate rate = new OfferRate(content.offersPerMinute());
        List<Integer> sizes = FrozenCohort.waves(devices, content.waves());
        List<OfWave> waves = new ArrayList<>();
        for (int place = 0; place < sizes.size(); place++) {
            Wave wave = content.waves().get(place);
            int size = sizes.get(place);
            // Up to the next whole second: an estimate that is too short would be no least time.
            long offerSeconds = Math.ceilDiv(rate.leastFor(size).toMillis(), 1_000L);
            waves.add(new OfWave(place + 1, size, offerSeconds, size == 0 ? 0 : wave.soakMinutes()));
        }
        return List.copyOf(waves);
    }
}
