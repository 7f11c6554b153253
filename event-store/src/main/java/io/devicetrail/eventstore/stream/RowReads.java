package io.devicetrail.eventstore.stream;

import io.devicetrail.eventstore.append.EventRow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Runs of whole rows of the log, for those who look at the stored bytes and not at what they mean. */
public final class RowReads {
    /** Most rows in memory at a time, and not many more bytes than {@link LogReads#PAGE_BYTES}. */
    private static final int PAGE = 512;

    private static final String COLUMNS = "select index, aggregate_type, aggregate_id, sequence, event_id, command_id,"
            + " command_ordinal, name, revision, recorded_at, payload, metadata";
    private static final String ROWS = COLUMNS + " from (" + COLUMNS + ", " + LogReads.BYTES_BEFORE
            + " from log.event where index >= ? order by index limit ?) page where before < ? order by index";

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
     * Gives the rows with an index of {@code first} or more, in order, at most {@code most}, page by page.
     *
     * @throws IOException if the sink throws it
     */
    public void read(long first, int most, Sink sink) throws SQLException, IOException {
        long next = first;
        int left = most;
        List<StoredRow> page;
        do {
            page = page(next, Math.min(left, PAGE));
            for (StoredRow row : page) {
                sink.accept(row);
                next = row.index() + 1;
            }
            left -= page.size();
        } while (!page.isEmpty() && left > 0);
    }

    /** No cursor: who takes the rows may be slow, and a cursor keeps a connection and a snapshot meanwhile. */
    List<StoredRow> page(long first, int most) throws SQLException {
        List<StoredRow> page = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setLong(1, first);
            statement.setInt(2, most);
            statement.setLong(3, LogReads.PAGE_BYTES);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    page.add(row(rows));
                }
            }
        }
        return page;
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
