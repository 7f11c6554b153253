package io.devicetrail.eventstore.stream;

import io.devicetrail.eventstore.append.EventRow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/** Runs of whole rows of the log, for those who look at the stored bytes and not at what they mean. */
public final class RowReads {
    /** Rows in memory at a time; payloads may be long. */
    private static final int FETCH = 512;

    private static final String ROWS = "select index, aggregate_type, aggregate_id, sequence, event_id, command_id,"
            + " command_ordinal, name, revision, recorded_at, payload, metadata"
            + " from log.event where index >= ? order by index limit ?";

    private final DataSource dataSource;

    public RowReads(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes the rows. */
    @FunctionalInterface
    public interface Sink {
        void accept(StoredRow row) throws IOException;
    }

    /**
     * Gives the rows with an index of {@code first} or more, in order, at most {@code most}, by a server-side cursor.
     *
     * @throws IOException if the sink throws it
     */
    public void read(long first, int most, Sink sink) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection()) {
            // A cursor lives in a transaction.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
                statement.setFetchSize(FETCH);
                statement.setLong(1, first);
                statement.setInt(2, most);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        sink.accept(row(rows));
                    }
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static StoredRow row(ResultSet row) throws SQLException {
        return new StoredRow(
                row.getLong(1),
                new EventRow(
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7),
                        row.getString(8),
                        row.getInt(9),
                        row.getObject(10, OffsetDateTime.class).toInstant(),
                        row.getBytes(11),
                        row.getBytes(12)));
    }
}
