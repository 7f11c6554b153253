package io.devicetrail.bench;

import io.devicetrail.eventstore.append.DurableCommits;
import io.devicetrail.eventstore.append.NotDurableException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** What a commit of this database is worth. Without it figures would say nothing about a log. */
public final class Durability {
    private static final String WHOLE_PAGES = "full_page_writes";

    private Durability() {}

    /**
     * The settings in force on a connection of exactly the pool that will be measured.
     *
     * @throws NotDurableException if a commit may be lost, or costs less than on most sites
     */
    public static Map<String, String> require(DataSource dataSource) throws SQLException {
        Map<String, String> found = DurableCommits.require(dataSource);
        if ("off".equals(found.get(WHOLE_PAGES))) {
            throw new NotDurableException(WHOLE_PAGES);
        }
        return found;
    }
}
