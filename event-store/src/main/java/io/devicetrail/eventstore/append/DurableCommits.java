package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Whether what a database has committed is still there after a power cut. Everything the log promises rests on it. */
public final class DurableCommits {
    private static final List<String> SETTINGS =
            List.of("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method");
    /** A file system may make whole pages itself; nothing makes good for these. */
    private static final List<String> NEVER_OFF = List.of("fsync", "synchronous_commit");

    private DurableCommits() {}

    /**
     * @return the settings in force on a connection of exactly this source, by name
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
        for (String setting : NEVER_OFF) {
            if ("off".equals(found.get(setting))) {
                throw new NotDurableException(setting);
            }
        }
        return found;
    }
}
