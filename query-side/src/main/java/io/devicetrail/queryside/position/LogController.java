package io.devicetrail.queryside.position;

import java.util.List;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;

/** Answers how far the log and the read models are. */
@Controller
class LogController {
    private final JdbcClient jdbc;
    private final Positions positions;

    LogController(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    /** Nothing yet: each field is asked for when it is wanted. */
    record Log() {}

    @QueryMapping
    Log log() {
        return new Log();
    }

    /** Table log.event and its column index are the event store's contract: gap-free from 0. */
    @SchemaMapping(typeName = "Log")
    long head(Log log) {
        return jdbc.sql("select coalesce(max(index), -1) from log.event")
                .query(Long.class)
                .single();
    }

    @SchemaMapping(typeName = "Log")
    List<ReadModelPosition> readModels(Log log) {
        return positions.all();
    }
}
