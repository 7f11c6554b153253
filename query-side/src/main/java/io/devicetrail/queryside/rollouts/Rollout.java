package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.SiteHours;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout.
 *
 * @param content of the plan, in the revision that it runs
 * @param waveEnds beside each wave the place after its last device
 * @param position log index of the last event that is in it
 */
public record Rollout(
        UUID rolloutId,
        String tenant,
        UUID rolloutPlanId,
        int revision,
        String planHash,
        RolloutPlan content,
        RolloutRunState state,
        int round,
        int wave,
        List<Integer> waveEnds,
        int deviceCount,
        String cohortHash,
        String seed,
        @Nullable Instant soakUntil,
        @Nullable RolloutStopped stopped,
        List<UUID> signatures,
        String createdBy,
        Instant createdAt,
        @Nullable String startedBy,
        @Nullable Instant startedAt,
        Instant changedAt,
        long createdPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "Rollout";

    public String id() {
        return GlobalId.of(TYPE, rolloutId);
    }

    public String title() {
        return content.title();
    }

    public Release release() {
        return content.release();
    }

    public StopThresholds stop() {
        return content.stop();
    }

    public int offersPerMinute() {
        return content.offersPerMinute();
    }

    /**
     * When a window opens for devices that wait; null if one is open for some of them, or they wait for none.
     *
     * @param zones of these devices
     */
    @Nullable Instant opensAt(List<String> zones, Instant now) {
        return zones.stream()
                .map(zone -> SiteHours.of(content, zone).opensAt(now))
                .min(Instant::compareTo)
                .filter(opens -> opens.isAfter(now))
                .orElse(null);
    }

    /** How many devices a wave has. */
    int devicesOf(int number) {
        return waveEnds.get(number - 1) - (number == 1 ? 0 : waveEnds.get(number - 2));
    }
}
