package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.devicetrail.domain.job.JobCohorts.Cohort;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.relay.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds all devices of a fleet search, page by page, and not only the first of them. */
@Component
public class CohortSearch {
    private final FleetIndex index;

    CohortSearch(FleetIndex index) {
        this.index = index;
    }

    /**
     * What was found.
     *
     * @param total of all that match
     * @param devices empty if more than {@code most} match
     */
    public record Found(long total, List<UUID> devices) {}

    /** Within the reach of who asks; what was written a moment ago is found. */
    public Found find(TenantId tenant, Cohort cohort, int most) {
        FleetSearch search = new FleetSearch(
                tenant.value(),
                cohort.text(),
                cohort.sites().stream().map(Object::toString).toList(),
                cohort.models().stream().map(Object::toString).toList(),
                cohort.modelVersions(),
                null,
                cohort.connectivities(),
                cohort.tags().entrySet().stream()
                        .map(tag -> new FleetSearch.TagCondition(tag.getKey(), tag.getValue()))
                        .toList(),
                cohort.hardwareRevision(),
                cohort.batch(),
                null);
        index.refresh();
        List<UUID> devices = new ArrayList<>();
        List<String> after = List.of();
        while (true) {
            SearchResponse<Void> page = index.search(FleetRequest.of(search, Page.MOST, after));
            long total = page.hits().total() == null ? 0 : page.hits().total().value();
            if (total > most) {
                return new Found(total, List.of());
            }
            List<Hit<Void>> hits = page.hits().hits();
            hits.forEach(hit -> devices.add(UUID.fromString(String.valueOf(hit.id()))));
            if (hits.size() < Page.MOST || devices.size() > most) {
                return new Found(devices.size(), devices);
            }
            after = hits.getLast().sort().stream().map(FieldValue::stringValue).toList();
        }
    }
}
