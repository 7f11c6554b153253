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
    /** Most rows in memory at a time but for a second one of an index, and not many more bytes than {@link LogReads#PAGE_BYTES}. */
    private static final int PAGE = 512;

    /** Somebody may have put any number of rows under one index: two are enough to know that there is more than one. */
    private static final int MOST_OF_AN_INDEX = 2;

    /** A second row of an index is given for being there: a longer one without payload and metadata. */
    private static final int SECOND_BYTES = 1 << 20;

    private static final String HEAD = "index, aggregate_type, aggregate_id, sequence, event_id, command_id,"
            + " command_ordinal, name, revision, recorded_at, ";
    private static final String BYTES = "octet_length(payload) + octet_length(metadata)";
    private static final String UNLESS_LONG =
            "case when nth - lower > 1 and " + BYTES + " > " + SECOND_BYTES + " then ''::bytea else ";

    /**
     * As {@link LogReads#BYTES_BEFORE_INDEX}, but the same for all rows of one index: no page ends between two of them. One
     * window for all that is asked of it, as each more would be another pass over the page.
     */
    private static final String ROWS = "select " + HEAD + UNLESS_LONG + "payload end, " + UNLESS_LONG + "metadata end"
            + " from (select " + HEAD + "payload, metadata, coalesce(sum(" + BYTES + ") over w, 0) as before,"
            + " count(*) over w as lower, row_number() over w as nth from (%s) stored"
            + " window w as (order by index range between unbounded preceding and 1 preceding)%s) page"
            + " where before < " + LogReads.PAGE_BYTES + " and nth - lower <= " + MOST_OF_AN_INDEX + " order by index";

    private static final String PAGES =
            ROWS.formatted("select * from log.event where index >= ?", " order by index fetch first ? rows with ties");
    private static final String AT =
            ROWS.formatted("select * from log.event where index = ? limit " + MOST_OF_AN_INDEX, "");

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
     * Gives the rows with an index of {@code first} or more, in order, page by page: about {@code most}. Of the rows that
     * somebody put under one index two are given, the second without payload and metadata where it is long.
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
            // Behind the very last index it would begin again with the first.
        } while (!page.isEmpty() && left > 0 && next > first);
    }

    /** The row of this index, and one more if there is more than one, as {@link #read} gives them. */
    public List<StoredRow> at(long index) throws SQLException {
        return rows(AT, index);
    }

    /** No cursor: who takes the rows may be slow, and a cursor keeps a connection and a snapshot meanwhile. */
    List<StoredRow> page(long first, int most) throws SQLException {
        return rows(PAGES, first, most);
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
