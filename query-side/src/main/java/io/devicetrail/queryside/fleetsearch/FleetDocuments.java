package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.queryside.graphql.Json;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents of the fleet index, kept in PostgreSQL: the next one is made from the last one and an event. */
@Component
class FleetDocuments {
    /** A document with the position of its last event, which is its version in the index. */
    record Stored(UUID device, long position, FleetDocument document) {}

    private final JdbcClient jdbc;

    FleetDocuments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<FleetDocument> of(UUID device) {
        return jdbc.sql("select document from read.fleet_document where device_id = ?")
                .param(device)
                .query((row, number) -> document(row.getString("document")))
                .optional();
    }

    void put(UUID device, long position, FleetDocument document) {
        jdbc.sql("""
                insert into read.fleet_document (device_id, position, document) values (?, ?, ?::jsonb)
                on conflict (device_id) do update set position = excluded.position, document = excluded.document
                """).params(device, position, Json.write(document.fields())).update();
    }

    /** In the order of their positions. */
    List<Stored> changedAfter(long position, int limit) {
        return jdbc.sql("select * from read.fleet_document where position > ? order by position limit ?")
                .params(position, limit)
                .query((row, number) -> new Stored(
                        row.getObject("device_id", UUID.class),
                        row.getLong("position"),
                        document(row.getString("document"))))
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
                .orElse(model.toString());
    }

    void clear() {
        jdbc.sql("truncate read.fleet_document, read.fleet_model").update();
    }

    private static FleetDocument document(String json) {
        return new FleetDocument(new TreeMap<>(Json.readObject(json)));
    }
}
