package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import io.devicetrail.domain.shared.EventRefusedException;
import io.devicetrail.queryside.fleetsearch.FleetDocuments.Stored;
import io.devicetrail.queryside.fleetsearch.FleetGenerations.Generations;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * The index in Elasticsearch. Not trusted to keep anything: what it lost is written again from the documents in
 * PostgreSQL, and those are derived from the log.
 */
@Component
class FleetIndex {
    static final String FLEET_INDEX_UNAVAILABLE = "FLEET_INDEX_UNAVAILABLE";

    /** The alias that is asked. */
    static final String LIVE = "devicetrail-fleet";
    /** The alias of the generation beside it, while there is one. */
    static final String BUILDING = "devicetrail-fleet-building";

    private static final int DOCUMENTS_PER_BULK = 500;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ElasticsearchClient client;
    private final FleetDocuments documents;
    private final FleetGenerations generations;
    /** Whether the written index was seen; forgotten whenever a write fails. */
    private volatile boolean ready;

    FleetIndex(ElasticsearchClient client, FleetDocuments documents, FleetGenerations generations) {
        this.client = client;
        this.documents = documents;
        this.generations = generations;
    }

    /**
     * Writes every document that changed after the position. Part of the projection's transaction.
     *
     * @param changed those documents, as they are stored
     */
    void write(long after, List<Stored> changed) {
        Generations current = generations.current();
        String alias = current.building() == null ? LIVE : BUILDING;
        try {
            if (ready) {
                for (int first = 0; first < changed.size(); first += DOCUMENTS_PER_BULK) {
                    send(alias, changed.subList(first, Math.min(first + DOCUMENTS_PER_BULK, changed.size())));
                }
                return;
            }
            long from = makeIfMissing(alias, current.written()) ? Positions.NONE : after;
            ready = true;
            sendAll(alias, from);
        } catch (EventRefusedException refused) {
            throw refused;
        } catch (IOException | RuntimeException e) {
            ready = false;
            throw new IllegalStateException("the fleet index was not written; it will be tried again", e);
        }
    }

    /** @return whether it was missing */
    private boolean makeIfMissing(String alias, int generation) throws IOException {
        if (client.indices().existsAlias(a -> a.name(alias)).value()) {
            return false;
        }
        String index = name(generation);
        if (client.indices().exists(e -> e.index(index)).value()) {
            client.indices().putAlias(a -> a.index(index).name(alias));
        } else {
            make(index, alias);
        }
        return true;
    }

    private void make(String index, String alias) throws IOException {
        try (InputStream layout = Objects.requireNonNull(
                FleetIndex.class.getResourceAsStream("/fleetsearch/index.json"), "fleetsearch/index.json")) {
            client.indices().create(c -> c.withJson(layout).index(index).aliases(alias, a -> a));
        }
    }

    private void sendAll(String alias, long after) throws IOException {
        long from = after;
        while (true) {
            List<Stored> changed = documents.changedAfter(from, DOCUMENTS_PER_BULK);
            if (changed.isEmpty()) {
                return;
            }
            send(alias, changed);
            from = changed.getLast().position();
        }
    }

    /**
     * The version of a document is its position + 1 (0 is no version): an older one never overwrites a newer one, and
     * the same one sent again is a conflict that means it is there.
     */
    private void send(String alias, List<Stored> changed) throws IOException {
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(alias).requireAlias(true);
        for (Stored stored : changed) {
            bulk.operations(o -> o.index(i -> i.id(stored.device().toString())
                    .version(stored.position() + 1)
                    .versionType(VersionType.External)
                    .document(stored.document().fields())));
        }
        BulkResponse response = client.bulk(bulk.build());
        for (int i = 0; i < changed.size(); i++) {
            BulkResponseItem item = response.items().get(i);
            if (item.error() != null && item.status() != CONFLICT) {
                String why = "device " + item.id() + ": " + item.error().reason();
                if (item.status() == BAD_REQUEST) {
                    throw new EventRefusedException(changed.get(i).position(), why, null);
                }
                throw new IOException(why);
            }
        }
    }

    /** @throws QueryError {@link #FLEET_INDEX_UNAVAILABLE} */
    SearchResponse<Void> search(SearchRequest request) {
        try {
            return client.search(request, Void.class);
        } catch (ElasticsearchException e) {
            if (e.status() == NOT_FOUND
                    && documents.none()
                    && generations.current().building() == null) {
                return emptyFleet(request);
            }
            throw unavailable(e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Before the first event is projected there is no index; that is a fleet of nothing, not a fault. */
    private SearchResponse<Void> emptyFleet(SearchRequest request) {
        try {
            return client.search(request.rebuild().ignoreUnavailable(true).build(), Void.class);
        } catch (IOException | ElasticsearchException e) {
            throw unavailable(e);
        }
    }

    /** Makes searchable what was written. */
    void refresh() {
        try {
            client.indices().refresh(r -> r.index(LIVE));
        } catch (IOException | ElasticsearchException e) {
            throw unavailable(e);
        }
    }

    void beginGeneration() throws IOException {
        Generations current = generations.current();
        int next = Math.max(current.live(), current.written()) + 1;
        if (current.building() != null) {
            deleteIfThere(name(current.building()));
        }
        deleteIfThere(name(next));
        make(name(next), BUILDING);
        generations.building(next);
        ready = false;
    }

    /** May be done again after a crash in its middle. */
    void completeGeneration() throws IOException {
        Generations current = generations.current();
        Integer built = current.building();
        if (built == null) {
            return;
        }
        client.indices().refresh(r -> r.index(name(built)));
        client.indices()
                .updateAliases(u -> u.actions(a ->
                                a.remove(r -> r.index(LIVE + "-*").alias(LIVE).mustExist(false)))
                        .actions(a -> a.remove(
                                r -> r.index(name(built)).alias(BUILDING).mustExist(false)))
                        .actions(a -> a.add(add -> add.index(name(built)).alias(LIVE))));
        generations.live(built);
        if (current.live() != built) {
            deleteIfThere(name(current.live()));
        }
        ready = false;
    }

    private void deleteIfThere(String index) throws IOException {
        client.indices().delete(d -> d.index(index).ignoreUnavailable(true));
    }

    private static String name(int generation) {
        return LIVE + "-" + generation;
    }

    static QueryError unavailable(Throwable cause) {
        return new QueryError(
                FLEET_INDEX_UNAVAILABLE,
                "The fleet index cannot be asked at the moment; devices, commands and audit trail are not concerned.",
                cause);
    }
}
