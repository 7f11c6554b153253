package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobSelection.Exclusion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How many devices were left out for a reason. */
record Excluded(Exclusion reason, long devices) {
    /** In the order of the reasons. */
    static List<Excluded> of(Map<?, ?> counts) {
        return Arrays.stream(Exclusion.values())
                .flatMap(reason -> counts.entrySet().stream()
                        .filter(count -> count.getKey().toString().equals(reason.name()))
                        .map(count -> new Excluded(reason, ((Number) count.getValue()).longValue())))
                .toList();
    }
}
