package io.devicetrail.pki.certificates;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The generation that answers, and the one that a rebuild fills beside it. The new one takes its place in the transaction
 * that brings it as far as the live one: so a rebuild that was killed, or given up, ends when its processor goes on.
 */
final class Generations {
    private static final List<String> TABLES = List.of("tenant", "device", "certificate", "factory_key");

    private final JdbcTemplate jdbc;

    Generations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void begin() {
        jdbc.update("update pki.generation set building = live + 1");
        deleteOthers();
    }

    /** Who rebuilds has read as far as the live one was: events that were set aside may lie between. */
    void complete() {
        jdbc.update("update pki.generation set live = coalesce(building, live), building = null");
        deleteOthers();
    }

    /** Every event up to this one is in the generations that take it. */
    void read(long index) {
        int swapped = jdbc.update(
                "update pki.generation set live = building, building = null where building is not null"
                        + " and ? >= live_index",
                index);
        if (swapped > 0) {
            deleteOthers();
        }
        // An event that was set aside comes late, and says nothing of those after it.
        jdbc.update("update pki.generation set live_index = greatest(live_index, ?) where building is null", index);
    }

    private void deleteOthers() {
        for (String table : TABLES) {
            jdbc.update("delete from pki." + table + " where generation <> (select live from pki.generation)");
        }
    }
}
