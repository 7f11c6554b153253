package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.fleetsearch.FleetResult.Facet;
import io.devicetrail.queryside.fleetsearch.FleetResult.FacetValue;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Answers fleet searches: which devices from Elasticsearch, what they are from PostgreSQL. */
@Controller
class FleetController {
    private static final String LIST = "fleet";

    private final FleetIndex index;
    private final FacetLabels labels;
    private final Devices devices;
    private final Positions positions;

    FleetController(FleetIndex index, FacetLabels labels, Devices devices, Positions positions) {
        this.index = index;
        this.labels = labels;
        this.devices = devices;
        this.positions = positions;
    }

    @QueryMapping
    FleetResult fleet(
            @Argument FleetSearch search,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<String> keys = Cursor.keys(LIST, 2, afterCursor);
        if (after != null) {
            await(after);
        }
        SearchResponse<Void> response = index.search(FleetRequest.of(search, size + 1, keys));
        List<Hit<Void>> hits = response.hits().hits();
        List<Page.Edge<Device>> edges = edges(hits.subList(0, Math.min(size, hits.size())));
        return new FleetResult(
                response.hits().total() == null ? 0 : response.hits().total().value(),
                edges,
                Page.info(edges, hits.size() > size, afterCursor != null),
                facets(response));
    }

    /** An index that does not get there because its server is away says so rather than "not yet". */
    private void await(long position) {
        try {
            positions.await(ReadModelName.FLEET, position);
        } catch (QueryError late) {
            index.refresh();
            throw late;
        }
        index.refresh();
        positions.await(ReadModelName.DEVICES, position);
    }

    /** The index may be a moment ahead of the table: a device that is not there yet is on the next reading. */
    private List<Page.Edge<Device>> edges(List<Hit<Void>> hits) {
        Map<UUID, Device> found = devices.byIds(hits.stream()
                .map(hit -> UUID.fromString(String.valueOf(hit.id())))
                .toList());
        List<Page.Edge<Device>> edges = new ArrayList<>();
        for (Hit<Void> hit : hits) {
            Device device = found.get(UUID.fromString(String.valueOf(hit.id())));
            if (device != null) {
                edges.add(new Page.Edge<>(Cursor.of(LIST, device.serialNumber(), device.deviceId()), device));
            }
        }
        return edges;
    }

    private List<Facet> facets(SearchResponse<Void> response) {
        return FleetRequest.FACETS.keySet().stream()
                .map(field -> facet(field, buckets(response, field)))
                .toList();
    }

    private static List<StringTermsBucket> buckets(SearchResponse<Void> response, String field) {
        Aggregate aggregate = response.aggregations().get(field);
        return aggregate == null ? List.of() : aggregate.sterms().buckets().array();
    }

    private Facet facet(String field, List<StringTermsBucket> buckets) {
        Map<String, String> names = labels.of(
                field,
                buckets.stream().map(bucket -> bucket.key().stringValue()).toList());
        return new Facet(
                field,
                buckets.stream()
                        .map(bucket -> {
                            String value = bucket.key().stringValue();
                            return new FacetValue(value, names.getOrDefault(value, value), bucket.docCount());
                        })
                        .toList());
    }
}
