package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import io.devicetrail.domain.shared.EventRefusedException;
import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.fleetsearch.FleetDocuments.Stored;
import io.devicetrail.queryside.fleetsearch.FleetGenerations.Generations;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    /** As many as a batch has parts: while one is put together, Elasticsearch works on another. */
    private final Executor sending = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fleet-index-", 0).factory());
    /** Whether the written index was seen; forgotten whenever a write fails. */
    private volatile boolean ready;

    FleetIndex(ElasticsearchClient client, FleetDocuments documents, FleetGenerations generations) {
        this.client = client;
        this.documents = documents;
        this.generations = generations;
    }

    /**
     * Writes what a batch has changed, and all the rest first where Elasticsearch has lost it. Part of the projection's
     * transaction.
     *
     * @param to the read model's position with this transaction's commit
     * @param meanwhile what else the transaction writes, while Elasticsearch is at work
     * @throws EventRefusedException if Elasticsearch refuses what the batch has made of a document
     */
    void write(long to, List<Stored> changed, Runnable meanwhile) {
        List<CompletableFuture<Void>> sent = begin(to, changed);
        try {
            meanwhile.run();
        } finally {
            // Nothing may still be on its way when the transaction ends.
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .exceptionally(told -> null)
                    .join();
        }
        try {
            sent.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof EventRefusedException refused) {
                throw refused;
            }
            throw notWritten(failed);
        }
    }

    /** Sends what is to be written; the parts may overtake each other, as no document is in two of them. */
    private List<CompletableFuture<Void>> begin(long to, List<Stored> changed) {
        Generations current = generations.current();
        String alias = current.building() == null ? LIVE : BUILDING;
        try {
            if (!ready) {
                if (client.indices().existsAlias(a -> a.name(alias)).value()) {
                    addLaterFields(alias);
                } else {
                    makeWhole(alias, name(current.written()), changed);
                }
            }
            ready = true;
        } catch (IOException | RuntimeException e) {
            throw notWritten(e);
        }
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int first = 0; first < changed.size(); first += DOCUMENTS_PER_BULK) {
            List<Stored> part = changed.subList(first, Math.min(first + DOCUMENTS_PER_BULK, changed.size()));
            sent.add(CompletableFuture.runAsync(() -> send(alias, part, to), sending));
        }
        return sent;
    }

    private IllegalStateException notWritten(Throwable cause) {
        ready = false;
        return new IllegalStateException("the fleet index was not written; it will be tried again", cause);
    }

    /** The alias comes last: an index that was interrupted has none, and is begun again. */
    private void makeWhole(String alias, String index, List<Stored> butThese) throws IOException {
        Set<UUID> later = butThese.stream().map(Stored::device).collect(Collectors.toSet());
        deleteIfThere(index);
        make(index, null);
        long from = Positions.NONE;
        while (true) {
            List<Stored> stored = documents.changedAfter(from, DOCUMENTS_PER_BULK);
            if (stored.isEmpty()) {
                break;
            }
            from = stored.getLast().position();
            List<Stored> unchanged = stored.stream()
                    .filter(document -> !later.contains(document.device()))
                    .toList();
            BulkResponseItem refused = bulk(index, unchanged, Stored::position).values().stream()
                    .findFirst()
                    .orElse(null);
            if (refused != null) {
                throw new IOException(why(refused));
            }
        }
        client.indices().putAlias(a -> a.index(index).name(alias));
    }

    /** An index that an older version made lacks what came later, and would refuse documents that have it. */
    private void addLaterFields(String alias) throws IOException {
        client.indices()
                .putMapping(m -> m.index(alias)
                        .properties("certificates", field -> field.object(o -> o.enabled(false)))
                        .properties(FleetDocument.CERTIFICATE_ENDS_AT, field -> field.date(d -> d)));
    }

    private void make(String index, @Nullable String alias) throws IOException {
        try (InputStream layout = Objects.requireNonNull(
                FleetIndex.class.getResourceAsStream("/fleetsearch/index.json"), "fleetsearch/index.json")) {
            client.indices().create(c -> {
                c.withJson(layout).index(index);
                return alias == null ? c : c.aliases(alias, a -> a);
            });
        }
    }

    /** Under a version above every one there is, also that of a document whose earlier event comes only now. */
    private void send(String alias, List<Stored> documents, long to) {
        try {
            for (Map.Entry<Stored, BulkResponseItem> refused :
                    bulk(alias, documents, stored -> to).entrySet()) {
                String why = why(refused.getValue());
                if (refused.getValue().status() == BAD_REQUEST) {
                    throw new EventRefusedException(refused.getKey().since(), why, null);
                }
                throw new IOException(why);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The version of a document is a position + 1 (0 is no version): an older one never overwrites a newer one, and the
     * same one sent again is a conflict that means it is there.
     *
     * @return what was refused for another reason
     */
    private Map<Stored, BulkResponseItem> bulk(String target, List<Stored> documents, ToLongFunction<Stored> position)
            throws IOException {
        Map<Stored, BulkResponseItem> refused = new LinkedHashMap<>();
        if (documents.isEmpty()) {
            return refused;
        }
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(target);
        bulk.requireAlias(target.equals(LIVE) || target.equals(BUILDING));
        for (Stored stored : documents) {
            bulk.operations(o -> o.index(i -> i.id(stored.device().toString())
                    .version(position.applyAsLong(stored) + 1)
                    .versionType(VersionType.External)
                    .document(BinaryData.of(
                            stored.json().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON))));
        }
        BulkResponse response = client.bulk(bulk.build());
        for (int i = 0; i < documents.size(); i++) {
            BulkResponseItem item = response.items().get(i);
            if (item.error() != null && item.status() != CONFLICT) {
                refused.put(documents.get(i), item);
            }
        }
        return refused;
    }

    private static String why(BulkResponseItem refused) {
        return "device " + refused.id() + ": "
                + Objects.requireNonNull(refused.error()).reason();
    }

    /**
     * Finds and counts what the asker may see, whatever the request asks for.
     *
     * @throws QueryError {@link #FLEET_INDEX_UNAVAILABLE}
     */
    SearchResponse<Void> search(SearchRequest request) {
        SearchRequest reached = FleetReach.within(request, Reach.current().places());
        try {
            return client.search(reached, Void.class);
        } catch (ElasticsearchException e) {
            if (e.status() == NOT_FOUND
                    && documents.none()
                    && generations.current().building() == null) {
                return emptyFleet(reached);
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
