package io.devicetrail.queryside.fleetsearch;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which generation of the index answers questions, and which is being built beside it. */
@Component
class FleetGenerations {
    record Generations(int live, @Nullable Integer building) {
        /** The generation that the projection writes. */
        int written() {
            return building == null ? live : building;
        }
    }

    private final JdbcClient jdbc;

    FleetGenerations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Generations current() {
        return jdbc.sql("select live, building from read.fleet_generation")
                .query((row, number) -> new Generations(row.getInt("live"), row.getObject("building", Integer.class)))
                .single();
    }

    void building(int generation) {
        jdbc.sql("update read.fleet_generation set building = ?")
                .param(generation)
                .update();
    }

    void live(int generation) {
        jdbc.sql("update read.fleet_generation set live = ?, building = null")
                .param(generation)
                .update();
    }
}
