package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A fleet search as Elasticsearch takes it. Pure. The tenant's filter is always there. */
final class FleetRequest {
    /** Facet name to field of the document, in the order they are answered. */
    static final Map<String, String> FACETS = facets();

    private static final int VALUES_PER_FACET = 100;

    private FleetRequest() {}

    /** @param after serial number and device id of the last row seen; empty for the first page */
    static SearchRequest of(FleetSearch search, int rows, List<String> after) {
        SearchRequest.Builder request = new SearchRequest.Builder()
                .index(FleetIndex.LIVE)
                .size(rows)
                .source(s -> s.fetch(false))
                .trackTotalHits(t -> t.enabled(true))
                .query(conditions(search).build()._toQuery())
                .sort(s -> s.field(f -> f.field(FleetDocument.SERIAL_NUMBER).order(SortOrder.Asc)))
                .sort(s -> s.field(f -> f.field(FleetDocument.DEVICE).order(SortOrder.Asc)));
        FACETS.forEach((name, field) ->
                request.aggregations(name, a -> a.terms(t -> t.field(field).size(VALUES_PER_FACET))));
        if (!after.isEmpty()) {
            request.searchAfter(after.stream().map(FieldValue::of).toList());
        }
        return request.build();
    }

    private static BoolQuery.Builder conditions(FleetSearch search) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        String tenant = GlobalId.local("Tenant", search.tenant());
        all.filter(q -> q.term(t -> t.field(FleetDocument.TENANT).value(tenant)));
        any(
                all,
                FleetDocument.SITE,
                search.sites(),
                id -> FieldValue.of(GlobalId.uuid("Site", id).toString()));
        any(all, FleetDocument.MODEL, search.models(), id -> FieldValue.of(modelId(id)));
        any(all, FleetDocument.MODEL_VERSION, search.modelVersions(), FieldValue::of);
        any(all, FleetDocument.LIFE_CYCLE, search.lifeCycles(), state -> FieldValue.of(state.name()));
        any(all, FleetDocument.CONNECTIVITY, search.connectivities(), state -> FieldValue.of(state.name()));
        for (FleetSearch.TagCondition tag :
                search.tags() == null ? List.<FleetSearch.TagCondition>of() : search.tags()) {
            all.filter(q -> q.term(t -> t.field(FleetDocument.TAGS).value(FleetDocument.tag(tag.name(), tag.value()))));
        }
        one(all, FleetDocument.HARDWARE_REVISION, search.hardwareRevision());
        one(all, FleetDocument.BATCH, search.batch());
        Instant ends = search.certificateEndsBefore();
        if (ends != null) {
            all.filter(q -> q.range(
                    r -> r.date(d -> d.field(FleetDocument.CERTIFICATE_ENDS_AT).lt(ends.toString()))));
        }
        String text = search.text();
        if (text != null && !text.isBlank()) {
            // The last word may be the beginning of one: people type serial numbers from the left.
            all.filter(q -> q.matchBoolPrefix(
                    m -> m.field(FleetDocument.WORDS).query(text).operator(Operator.And)));
        }
        return all;
    }

    /** A device model's global id names a version; the index knows the model. */
    private static String modelId(String id) {
        return GlobalId.uuid("DeviceModel", GlobalId.local("DeviceModel", id).split(":", 2)[0])
                .toString();
    }

    private static <T> void any(
            BoolQuery.Builder all, String field, @Nullable List<T> values, Function<T, FieldValue> term) {
        if (values != null && !values.isEmpty()) {
            List<FieldValue> terms = values.stream().map(term).toList();
            all.filter(q -> q.terms(t -> t.field(field).terms(v -> v.value(terms))));
        }
    }

    private static void one(BoolQuery.Builder all, String field, @Nullable String value) {
        if (value != null) {
            all.filter(q -> q.term(t -> t.field(field).value(value)));
        }
    }

    private static Map<String, String> facets() {
        Map<String, String> facets = new LinkedHashMap<>();
        for (String field : List.of(
                FleetDocument.SITE,
                FleetDocument.MODEL,
                FleetDocument.LIFE_CYCLE,
                FleetDocument.CONNECTIVITY,
                FleetDocument.HARDWARE_REVISION,
                FleetDocument.BATCH)) {
            facets.put(field, field);
        }
        facets.put("tag", FleetDocument.TAGS);
        return facets;
    }
}
