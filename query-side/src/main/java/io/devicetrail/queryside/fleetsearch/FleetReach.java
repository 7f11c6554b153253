package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import io.devicetrail.domain.authority.Place;
import io.devicetrail.domain.tenant.SiteId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request to the fleet index with one more condition: only what is in these places. Hits and facets are of what the
 * query matches, so both are within it. Pure.
 */
final class FleetReach {
    private FleetReach() {}

    static SearchRequest within(SearchRequest request, Set<Place> places) {
        Query seen = condition(places);
        Query asked = request.query();
        return request.rebuild()
                .query(q -> q.bool(
                        b -> asked == null ? b.filter(seen) : b.filter(asked).filter(seen)))
                .build();
    }

    private static Query condition(Set<Place> places) {
        if (places.isEmpty()) {
            return Query.of(q -> q.matchNone(none -> none));
        }
        BoolQuery.Builder any = new BoolQuery.Builder().minimumShouldMatch("1");
        List<FieldValue> whole = places.stream()
                .filter(place -> place.site() == null)
                .map(place -> place.tenant().value())
                .sorted()
                .map(FieldValue::of)
                .toList();
        if (!whole.isEmpty()) {
            any.should(q -> q.terms(t -> t.field(FleetDocument.TENANT).terms(v -> v.value(whole))));
        }
        sites(places)
                .forEach((tenant, sites) -> any.should(q -> q.bool(b -> b.filter(
                                f -> f.term(t -> t.field(FleetDocument.TENANT).value(tenant)))
                        .filter(f -> f.terms(t -> t.field(FleetDocument.SITE).terms(v -> v.value(sites)))))));
        return any.build()._toQuery();
    }

    /** By tenant. */
    private static TreeMap<String, List<FieldValue>> sites(Set<Place> places) {
        return places.stream()
                .filter(place -> place.site() != null)
                .sorted(Comparator.comparing(FleetReach::site))
                .collect(Collectors.groupingBy(
                        place -> place.tenant().value(),
                        TreeMap::new,
                        Collectors.mapping(place -> FieldValue.of(site(place)), Collectors.toList())));
    }

    private static String site(Place place) {
        SiteId site = Objects.requireNonNull(place.site());
        return site.toString();
    }
}
