package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.TableDigest;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The digest of the index as Elasticsearch holds it: all documents by device id, from one point in time. */
@Component
class FleetDigest {
    private static final int DOCUMENTS_PER_PAGE = 1_000;

    private final ElasticsearchClient client;

    FleetDigest(ElasticsearchClient client) {
        this.client = client;
    }

    String digest() {
        try {
            client.indices().refresh(r -> r.index(FleetIndex.LIVE));
            String point = client.openPointInTime(p -> p.index(FleetIndex.LIVE).keepAlive(t -> t.time("1m")))
                    .id();
            try {
                return digest(point);
            } finally {
                client.closePointInTime(p -> p.id(point));
            }
        } catch (IOException | ElasticsearchException e) {
            throw FleetIndex.unavailable(e);
        }
    }

    private String digest(String point) throws IOException {
        MessageDigest digest = TableDigest.sha256();
        List<FieldValue> after = List.of();
        while (true) {
            SearchRequest.Builder request = new SearchRequest.Builder()
                    .pit(p -> p.id(point).keepAlive(t -> t.time("1m")))
                    .size(DOCUMENTS_PER_PAGE)
                    .trackTotalHits(t -> t.enabled(false))
                    .sort(s -> s.field(f -> f.field(FleetDocument.DEVICE).order(SortOrder.Asc)));
            if (!after.isEmpty()) {
                request.searchAfter(after);
            }
            List<? extends Hit<?>> hits =
                    client.search(request.build(), Map.class).hits().hits();
            if (hits.isEmpty()) {
                return HexFormat.of().formatHex(digest.digest());
            }
            for (Hit<?> hit : hits) {
                TableDigest.update(digest, String.valueOf(hit.id()));
                TableDigest.update(digest, hit.source() == null ? "" : Json.write(hit.source()));
            }
            after = hits.getLast().sort();
        }
    }
}
