package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.job.JobCohorts.Cohort;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cohort of a preview, as the schema has it. */
record CohortArgument(
        @Nullable List<String> devices,
        @Nullable String text,
        @Nullable List<String> sites,
        @Nullable List<String> models,
        @Nullable List<Integer> modelVersions,
        @Nullable List<Connectivity> connectivities,
        @Nullable List<Tag> tags,
        @Nullable String hardwareRevision,
        @Nullable String batch) {
    record Tag(String name, String value) {}

    Cohort cohort() {
        Map<String, String> byName = new TreeMap<>();
        orNone(tags).forEach(tag -> byName.put(tag.name(), tag.value()));
        return new Cohort(
                        orNone(devices).stream()
                                .map(id -> new DeviceId(GlobalId.uuid("Device", id)))
                                .distinct()
                                .toList(),
                        text == null || text.isBlank() ? null : text,
                        orNone(sites).stream()
                                .map(id -> new SiteId(GlobalId.uuid("Site", id)))
                                .toList(),
                        orNone(models).stream()
                                .map(id -> new DeviceModelId(GlobalId.uuid(
                                        "DeviceModel",
                                        GlobalId.local("DeviceModel", id).split(":", 2)[0])))
                                .toList(),
                        orNone(modelVersions),
                        orNone(connectivities),
                        byName,
                        hardwareRevision,
                        batch)
                .checked();
    }

    private static <T> List<T> orNone(@Nullable List<T> given) {
        return given == null ? List.of() : given;
    }
}
