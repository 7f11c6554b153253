package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.relay.Page;
import java.util.List;

/** What a fleet search found. */
record FleetResult(long totalCount, List<Page.Edge<Device>> edges, Page.PageInfo pageInfo, List<Facet> facets) {
    /** Counts of one field's values, the most frequent first. */
    record Facet(String field, List<FacetValue> values) {}

    record FacetValue(String value, String label, long count) {}
}
