package io.devicetrail.domain.job;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the devices for a job, as the fleet is known now, among those that who asks can see. */
public interface JobCohorts {
    /**
     * Chooses them.
     *
     * @param position of the log that has to be in what is searched
     * @throws org.axonframework.commandhandling.CommandExecutionException {@link JobRejection.CohortTooLarge},
     *     {@link JobRejection.FleetNotSearchable}
     */
    JobSelection select(TenantId tenant, Cohort cohort, JobPlan plan, long position);

    /**
     * What to look for: these very devices, or all for which every given condition holds.
     *
     * @param devices empty for a search
     */
    record Cohort(
            List<DeviceId> devices,
            @Nullable String text,
            List<SiteId> sites,
            List<DeviceModelId> models,
            List<Integer> modelVersions,
            List<Connectivity> connectivities,
            Map<String, String> tags,
            @Nullable String hardwareRevision,
            @Nullable String batch) {
        /** @throws MalformedInput if it is neither a list nor a search, or both, or too long */
        public Cohort checked() {
            if (devices.size() > JobSelection.MOST_DEVICES) {
                throw new MalformedInput("cohort.devices", "are more than " + JobSelection.MOST_DEVICES);
            }
            if (devices.isEmpty() != searches()) {
                throw new MalformedInput("cohort", "must name devices, or give conditions, and not both");
            }
            return this;
        }

        /** SHA-256 of what was asked for, in whatever order: a search that finds others is still the same. */
        public String hash() {
            List<String> lines = new ArrayList<>();
            add(lines, "devices", devices);
            add(lines, "text", text == null ? List.of() : List.of(text));
            add(lines, "sites", sites);
            add(lines, "models", models);
            add(lines, "modelVersions", modelVersions);
            add(lines, "connectivities", connectivities);
            new TreeMap<>(tags).forEach((name, value) -> lines.add("tag " + sized(name) + " " + sized(value)));
            add(lines, "hardwareRevision", hardwareRevision == null ? List.of() : List.of(hardwareRevision));
            add(lines, "batch", batch == null ? List.of() : List.of(batch));
            return JobSelection.sha256(lines);
        }

        private static void add(List<String> lines, String field, List<?> values) {
            values.stream()
                    .map(value -> field + " " + sized(value.toString()))
                    .distinct()
                    .sorted()
                    .forEach(lines::add);
        }

        /** So that no value reads like two. */
        private static String sized(String value) {
            return value.length() + ":" + value;
        }

        private boolean searches() {
            return text != null
                    || hardwareRevision != null
                    || batch != null
                    || !(sites.isEmpty()
                            && models.isEmpty()
                            && modelVersions.isEmpty()
                            && connectivities.isEmpty()
                            && tags.isEmpty());
        }
    }
}
