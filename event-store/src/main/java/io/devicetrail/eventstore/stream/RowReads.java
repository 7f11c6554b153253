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
    /** Most rows in memory at a time but for more of one index, and not many more bytes than {@link LogReads#PAGE_BYTES}. */
    private static final int PAGE = 512;

    /** Somebody may have put any number of rows under one index: that there are so many is enough to know. */
    private static final int MOST_OF_A_PAGE = 2 * PAGE;

    /** Two are enough to know that there is more than one. */
    private static final int MOST_OF_AN_INDEX = 2;

    /** As in {@link LogReads#BYTES_BEFORE}, but the same for all rows of one index: no page ends between them. */
    private static final String BYTES_BEFORE = "coalesce(sum(octet_length(payload) + octet_length(metadata))"
            + " over (order by index range between unbounded preceding and 1 preceding), 0) as before";

    private static final String COLUMNS = "select index, aggregate_type, aggregate_id, sequence, event_id, command_id,"
            + " command_ordinal, name, revision, recorded_at, payload, metadata";
    private static final String ROWS = COLUMNS + " from (" + COLUMNS + ", " + BYTES_BEFORE
            + " from log.event where index >= ? order by index fetch first ? rows with ties)"
            + " page where before < ? order by index limit " + MOST_OF_A_PAGE;
    private static final String AT = COLUMNS + " from log.event where index = ? limit " + MOST_OF_AN_INDEX;

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
     * Gives the rows with an index of {@code first} or more, in order, page by page: at most {@code most}, and those that
     * have the same index as the last of them, so that more than one row of an index are seen as such.
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

    /** The row of this index, and one more if there is more than one. */
    public List<StoredRow> at(long index) throws SQLException {
        return rows(AT, index);
    }

    /** No cursor: who takes the rows may be slow, and a cursor keeps a connection and a snapshot meanwhile. */
    List<StoredRow> page(long first, int most) throws SQLException {
        return rows(ROWS, first, most, LogReads.PAGE_BYTES);
    }

    private List<StoredRow> rows(String sql, long... parameters) throws SQLException {
        List<StoredRow> read = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    read.add(row(rows));
                }
            }
        }
        return read;
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
