package io.devicetrail.commandside.rollout;

import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The inputs of the mutations of rollout plans, as the schema has them. */
final class RolloutInputs {
    private RolloutInputs() {}

    record DraftRolloutPlanInput(
            String tenant,
            PlanInput content,
            @Nullable String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record ReviseRolloutPlanInput(
            String plan,
            int expectedRevision,
            PlanInput content,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record WithdrawRolloutPlanInput(
            String plan,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record PlanInput(
            String title,
            ReleaseInput release,
            String model,
            List<Integer> modelVersions,
            CohortInput cohort,
            List<WaveInput> waves,
            StopInput stop,
            int offersPerMinute,
            boolean downgradeAllowed,
            List<WindowInput> windows,
            PrerequisitesInput prerequisites,
            int mostSilentMinutes) {
        RolloutPlan plan() {
            return new RolloutPlan(
                    title,
                    new Release(release.name(), release.version(), release.sha256(), release.size()),
                    InputIds.deviceModel("model", model),
                    modelVersions,
                    cohort.cohort(),
                    waves.stream().map(WaveInput::wave).toList(),
                    stop.stop(),
                    offersPerMinute,
                    downgradeAllowed,
                    windows.stream().map(WindowInput::window).toList(),
                    new Prerequisites(prerequisites.leastBatteryPercent(), prerequisites.fromVersions()),
                    new RolloutTerms(mostSilentMinutes));
        }
    }

    record ReleaseInput(String name, String version, String sha256, long size) {}

    record CohortInput(
            List<String> sites, List<String> hardwareRevisions, List<TagInput> tags, List<DeviceTrait> spreadOver) {
        Cohort cohort() {
            SortedMap<String, String> byName = new TreeMap<>();
            for (TagInput tag : tags) {
                if (byName.put(Shape.text("cohort.tags", tag.name()), Shape.text("cohort.tags", tag.value())) != null) {
                    throw new MalformedInput("cohort.tags", "names " + tag.name() + " twice");
                }
            }
            return new Cohort(
                    sites.stream()
                            .map(site -> InputIds.site("cohort.sites", site))
                            .toList(),
                    hardwareRevisions,
                    byName,
                    spreadOver);
        }
    }

    record TagInput(String name, String value) {}

    record PrerequisitesInput(@Nullable Integer leastBatteryPercent, List<String> fromVersions) {}

    record WindowInput(
            List<DayOfWeek> days,
            String from,
            int minutes,
            @Nullable Integer offerMinutes) {
        MaintenanceWindow window() {
            try {
                return new MaintenanceWindow(
                        days, LocalTime.parse(from), minutes, offerMinutes == null ? minutes : offerMinutes);
            } catch (DateTimeException e) {
                throw new MalformedInput("windows.from", "must be a time of the day, such as 22:00");
            }
        }
    }

    record WaveInput(
            @Nullable Integer percent,
            @Nullable Integer devices,
            int soakMinutes,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices,
            @Nullable Integer leastVerifiedPercent,
            @Nullable RecentInput recent) {
        Wave wave() {
            return new Wave(
                    percent,
                    devices,
                    soakMinutes,
                    mostFailedPercent,
                    mostFailedDevices,
                    leastVerifiedPercent,
                    recent == null ? null : recent.recent());
        }
    }

    record StopInput(
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices,
            @Nullable RecentInput recent) {
        StopThresholds stop() {
            return new StopThresholds(mostFailedPercent, mostFailedDevices, recent == null ? null : recent.recent());
        }
    }

    record RecentInput(
            int lastDevices,
            @Nullable Integer mostFailedPercent,
            @Nullable Integer mostFailedDevices) {
        RecentFailures recent() {
            return new RecentFailures(lastDevices, mostFailedPercent, mostFailedDevices);
        }
    }
}
