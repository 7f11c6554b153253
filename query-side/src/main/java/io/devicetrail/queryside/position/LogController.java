package io.devicetrail.queryside.position;

import java.util.List;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers how far the log and the read models are. */
@Controller
class LogController {
    private final Positions positions;

    LogController(Positions positions) {
        this.positions = positions;
    }

    /** Nothing yet: each field is asked for when it is wanted. */
    record Log() {}

    @QueryMapping
    Log log() {
        return new Log();
    }

    @SchemaMapping(typeName = "Log")
    long head(Log log) {
        return positions.head();
    }

    @SchemaMapping(typeName = "Log")
    List<ReadModelPosition> readModels(Log log) {
        return positions.all();
    }
}
