package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to look for; a condition that is null holds for all. */
record FleetSearch(
        String tenant,
        @Nullable String text,
        @Nullable List<String> sites,
        @Nullable List<String> models,
        @Nullable List<Integer> modelVersions,
        @Nullable List<LifeCycle> lifeCycles,
        @Nullable List<Connectivity> connectivities,
        @Nullable List<TagCondition> tags,
        @Nullable String hardwareRevision,
        @Nullable String batch,
        @Nullable Instant certificateEndsBefore) {
    record TagCondition(String name, String value) {}
}
