package io.devicetrail.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** What a commit of this database is worth. */
public final class Durability {
    private static final String[] SETTINGS = {"fsync", "synchronous_commit", "full_page_writes", "wal_sync_method"};

    private Durability() {}

    /**
     * The settings in force on a connection of exactly the pool that will be measured.
     *
     * @throws NotDurableException if a commit may be lost
     */
    public static Map<String, String> require(DataSource dataSource) throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    row.next();
                    found.put(setting, row.getString(1));
                }
            }
        }
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            if ("off".equals(found.get(setting))) {
                throw new NotDurableException("refused: this PostgreSQL runs with " + setting
                        + " = off, so what it commits may be lost. Switch it on and run again");
            }
        }
        return found;
    }
}
