package io.devicetrail.eventstore.append;

import io.devicetrail.eventstore.LogDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows for the log that say nothing, and what is in it. */
final class Rows {
    static final String KIND = "test.Happened";

    private Rows() {}

    static EventRow row(String aggregate, long sequence) {
        return row(aggregate, sequence, KIND);
    }

    static EventRow row(String aggregate, long sequence, String kind) {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        return new EventRow(
                "Thing",
                aggregate,
                sequence,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                0,
                kind,
                1,
                Instant.parse("2026-01-01T00:00:00.000001Z"),
                json,
                json);
    }

    static List<Long> indexes(LogDatabase database) throws SQLException {
        List<Long> indexes = new ArrayList<>();
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select index from log.event order by index")) {
            while (rows.next()) {
                indexes.add(rows.getLong(1));
            }
        }
        return indexes;
    }
}
