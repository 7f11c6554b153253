package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.BatchBuffer;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents of the fleet index, kept in PostgreSQL: the next one is made from the last one and an event. */
@Component
class FleetDocuments {
    /**
     * A document.
     *
     * @param position log index of its last event
     * @param since log index of the event that changed it first within the batch; outside of one, of its last
     * @param text the document as JSON, if it was written already
     */
    record Stored(
            UUID device,
            long position,
            long since,
            FleetDocument document,
            @Nullable String text) {
        String json() {
            return text == null ? Json.write(document.fields()) : text;
        }

        /** Both PostgreSQL and the index take the text: it is made once. */
        Stored written() {
            return new Stored(device, position, since, document, json());
        }
    }

    private final JdbcClient jdbc;
    private final Positions positions;
    private final RecentDocuments recent = new RecentDocuments();

    FleetDocuments(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    /** As the current batch has left it. */
    Optional<FleetDocument> of(UUID device) {
        Stored changed = batch().get(device);
        if (changed != null) {
            return Optional.of(changed.document());
        }
        FleetDocument known = recent.of(device);
        return known == null ? stored(device) : Optional.of(known);
    }

    private Optional<FleetDocument> stored(UUID device) {
        return jdbc.sql("select document from read.fleet_document where device_id = ?")
                .param(device)
                .query((row, number) -> document(row.getString("document")))
                .optional();
    }

    /** Stored with the batch. */
    void put(UUID device, long position, FleetDocument document) {
        Map<UUID, Stored> changed = batch();
        Stored before = changed.get(device);
        long since = before == null ? position : before.since();
        changed.put(device, new Stored(device, document.position(), since, document, null));
    }

    /** What the current batch has put. */
    List<Stored> changed() {
        return batch().values().stream().map(Stored::written).toList();
    }

    /**
     * Stores what the current batch has put, by one statement.
     *
     * @param rows all of {@link #changed()}
     * @param to the read model's position with the batch's commit
     */
    void storeBatch(List<Stored> rows, long to) {
        if (!rows.isEmpty()) {
            jdbc.sql("""
                    insert into read.fleet_document (device_id, position, document)
                    select * from unnest(?::uuid[], ?::int8[], ?::jsonb[])
                    on conflict (device_id) do update set position = excluded.position, document = excluded.document
                    """)
                    .params(
                            rows.stream().map(Stored::device).toArray(UUID[]::new),
                            rows.stream().map(Stored::position).toArray(Long[]::new),
                            rows.stream().map(Stored::json).toArray(String[]::new))
                    .update();
        }
        recent.keepAfterCommit(batch(), to);
    }

    private Map<UUID, Stored> batch() {
        return BatchBuffer.of(ReadModelName.FLEET, Batch.class, () -> {
                    recent.requireAt(positions.current(ReadModelName.FLEET));
                    return new Batch();
                })
                .documents;
    }

    private static final class Batch {
        private final Map<UUID, Stored> documents = new LinkedHashMap<>();
    }

    /** In the order of their positions. */
    List<Stored> changedAfter(long position, int limit) {
        return jdbc.sql("select * from read.fleet_document where position > ? order by position limit ?")
                .params(position, limit)
                .query((row, number) -> new Stored(
                        row.getObject("device_id", UUID.class),
                        row.getLong("position"),
                        row.getLong("position"),
                        document(row.getString("document")),
                        null))
                .list();
    }

    boolean none() {
        return jdbc.sql("select not exists (select from read.fleet_document)")
                .query(Boolean.class)
                .single();
    }

    void putModelName(UUID model, String name) {
        jdbc.sql("""
                insert into read.fleet_model (model_id, name) values (?, ?)
                on conflict (model_id) do update set name = excluded.name
                """).params(model, name).update();
    }

    String modelName(UUID model) {
        return jdbc.sql("select name from read.fleet_model where model_id = ?")
                .param(model)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException(
                        "device model " + model + " is not there; its publication may be held back"));
    }

    void clear() {
        jdbc.sql("truncate read.fleet_document, read.fleet_model").update();
    }

    private static FleetDocument document(String json) {
        return new FleetDocument(new TreeMap<>(Json.readObject(json)));
    }
}
