package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads events of rollout plans; a revision tells the fields that it changed. */
final class RolloutReading {
    static final String RECORD = "rollout plan";

    /** What an empty choice of the cohort means. */
    private static final String ALL = "all";

    private RolloutReading() {}

    static List<FieldChange> changesOf(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.RolloutPlanDrafted e -> {
                List<FieldChange> changes = new ArrayList<>();
                changes.add(FieldChange.of("state", null, RolloutPlanState.DRAFTED));
                changes.add(FieldChange.of("revision", null, 1));
                changes.addAll(differences(Map.of(), fields(e.content())));
                yield changes;
            }
            case RolloutEvent.RolloutPlanRevised e -> {
                List<FieldChange> changes = new ArrayList<>();
                changes.add(FieldChange.of("revision", e.revision() - 1, e.revision()));
                changes.addAll(differences(fields(e.from()), fields(e.to())));
                yield changes;
            }
            case RolloutEvent.RolloutPlanWithdrawn e ->
                List.of(FieldChange.of("state", RolloutPlanState.DRAFTED, RolloutPlanState.WITHDRAWN));
            case RolloutEvent.RolloutPlanApplied e ->
                List.of(FieldChange.of(
                        "applied revision " + e.revision(), null, "round " + e.round() + " of rollout " + e.run()));
        };
    }

    private static List<FieldChange> differences(Map<String, String> from, Map<String, String> to) {
        Set<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(from.get(name), to.get(name)))
                .map(name -> FieldChange.of(name, from.get(name), to.get(name)))
                .toList();
    }

    /** By name, each with a value; what the plan leaves open has none. */
    private static Map<String, String> fields(RolloutPlan plan) {
        Map<String, String> fields = new TreeMap<>();
        put(fields, "title", plan.title());
        put(fields, "release.name", plan.release().name());
        put(fields, "release.version", plan.release().version());
        put(fields, "release.sha256", plan.release().sha256());
        put(fields, "release.size", plan.release().size());
        put(fields, "model", plan.model());
        put(fields, "modelVersions", plan.modelVersions());
        put(fields, "cohort.sites", orAll(plan.cohort().sites()));
        put(fields, "cohort.hardwareRevisions", orAll(plan.cohort().hardwareRevisions()));
        plan.cohort().tags().forEach((name, value) -> put(fields, "cohort.tags." + name, value));
        List<DeviceTrait> spread = plan.cohort().spreadOver();
        put(fields, "cohort.spreadOver", spread.isEmpty() ? null : spread);
        put(fields, "waves", plan.waves());
        put(fields, "stop.mostFailedPercent", plan.stop().mostFailedPercent());
        put(fields, "stop.mostFailedDevices", plan.stop().mostFailedDevices());
        put(fields, "stop.recent", plan.stop().recent());
        put(fields, "offersPerMinute", plan.offersPerMinute());
        put(fields, "downgradeAllowed", plan.downgradeAllowed());
        put(fields, "windows", plan.windows().isEmpty() ? null : plan.windows());
        put(fields, "prerequisites.leastBatteryPercent", plan.prerequisites().leastBatteryPercent());
        List<String> versions = plan.prerequisites().fromVersions();
        put(fields, "prerequisites.fromVersions", versions.isEmpty() ? null : versions);
        put(fields, "mostSilentMinutes", plan.mostSilentMinutes());
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }

    static Object orAll(List<?> chosen) {
        return chosen.isEmpty()
                ? ALL
                : chosen.stream().map(RolloutReading::quoted).toList();
    }

    /** A comma within a name must not look like two names. */
    private static Object quoted(Object chosen) {
        return chosen instanceof String name ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : chosen;
    }
}
