package io.devicetrail.queryside.rolloutplans;

import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanState;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout plan in its last revision.
 *
 * @param position log index of the last event that is in it
 */
public record RolloutPlan(
        UUID rolloutPlanId,
        String tenant,
        int revision,
        RolloutPlanState state,
        io.devicetrail.domain.rollout.RolloutPlan content,
        String draftedBy,
        Instant draftedAt,
        Instant changedAt,
        long draftedPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "RolloutPlan";

    public record Cohort(
            List<UUID> sites, List<String> hardwareRevisions, List<Tag> tags, List<DeviceTrait> spreadOver) {}

    /** @param from as hh:mm */
    public record Window(List<DayOfWeek> days, String from, int minutes, int offerMinutes) {
        /** Those of a plan. */
        public static List<Window> of(io.devicetrail.domain.rollout.RolloutPlan content) {
            return content.windows().stream()
                    .map(window -> new Window(
                            window.days(), window.from().toString(), window.minutes(), window.offerMinutes()))
                    .toList();
        }
    }

    public record Tag(String name, String value) {}

    public String id() {
        return GlobalId.of(TYPE, rolloutPlanId);
    }

    public String title() {
        return content.title();
    }

    public Release release() {
        return content.release();
    }

    public UUID deviceModelId() {
        return content.model().value();
    }

    public List<Integer> modelVersions() {
        return content.modelVersions();
    }

    public Cohort cohort() {
        return new Cohort(
                content.cohort().sites().stream().map(SiteId::value).toList(),
                content.cohort().hardwareRevisions(),
                content.cohort().tags().entrySet().stream()
                        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                        .toList(),
                content.cohort().spreadOver());
    }

    public List<Wave> waves() {
        return content.waves();
    }

    public StopThresholds stop() {
        return content.stop();
    }

    public int offersPerMinute() {
        return content.offersPerMinute();
    }

    public boolean downgradeAllowed() {
        return content.downgradeAllowed();
    }

    public Prerequisites prerequisites() {
        return content.prerequisites();
    }

    public @Nullable Integer mostSilentMinutes() {
        return content.mostSilentMinutes();
    }

    public List<Window> windows() {
        return Window.of(content);
    }
}
