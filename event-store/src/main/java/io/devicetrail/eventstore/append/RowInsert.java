package io.devicetrail.eventstore.append;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The statements that add rows to the log. Who uses them holds {@link #LOG_LOCK} until the commit. */
public final class RowInsert {
    /** Advisory lock of the log: whoever holds it assigns the next indexes. */
    public static final long LOG_LOCK = 0x6465_7669_6365_746CL;

    public static final String LAST = "select coalesce(max(index), -1) from log.event";

    private static final Instant EPOCH = Instant.EPOCH;

    private static final String INSERT = """
            insert into log.event (index, aggregate_type, aggregate_id, sequence, event_id, command_id, command_ordinal,
                                   name, revision, recorded_at, payload, metadata)
            select r.index, r.aggregate_type, r.aggregate_id, r.sequence, r.event_id, r.command_id, r.command_ordinal,
                   r.name, r.revision, timestamptz 'epoch' + r.micros * interval '1 microsecond', r.payload, r.metadata
              from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::int[], ?::text[],
                          ?::int[], ?::bigint[], ?::bytea[], ?::bytea[])
                   as r(index, aggregate_type, aggregate_id, sequence, event_id, command_id, command_ordinal, name,
                        revision, micros, payload, metadata)""";

    private static final String KIND = "insert into log.event_kind values (?, ?, ?) on conflict do nothing";

    private RowInsert() {}

    /**
     * One statement for all rows.
     *
     * @param first index of the first of them; the others follow without a gap
     * @param seconds how long the statement may take
     */
    public static void rows(Connection connection, List<EventRow> rows, long first, int seconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setQueryTimeout(seconds);
            Long[] indexes = new Long[rows.size()];
            for (int i = 0; i < indexes.length; i++) {
                indexes[i] = first + i;
            }
            array(statement, 1, "int8", indexes);
            columns(statement, 2, rows);
            statement.executeUpdate();
        }
    }

    /**
     * Lists the kinds of events that the log did not hold before.
     *
     * @param known as {@code name revision}: kinds that are listed for certain
     * @return those that this call listed; certain only after the commit
     */
    public static List<String> kinds(Connection connection, List<EventRow> rows, long first, Set<String> known)
            throws SQLException {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            EventRow row = rows.get(i);
            String kind = kind(row);
            if (known.contains(kind) || added.contains(kind)) {
                continue;
            }
            try (PreparedStatement statement = connection.prepareStatement(KIND)) {
                statement.setString(1, row.name());
                statement.setInt(2, row.revision());
                statement.setLong(3, first + i);
                statement.executeUpdate();
            }
            added.add(kind);
        }
        return added;
    }

    /** As the log lists it. */
    static String kind(EventRow row) {
        return row.name() + " " + row.revision();
    }

    /** All columns but the index, as parameters from that number on. */
    static void columns(PreparedStatement statement, int from, List<EventRow> rows) throws SQLException {
        array(statement, from, "text", column(rows, EventRow::aggregateType, String[]::new));
        array(statement, from + 1, "text", column(rows, EventRow::aggregateId, String[]::new));
        array(statement, from + 2, "int8", column(rows, EventRow::sequence, Long[]::new));
        array(statement, from + 3, "text", column(rows, EventRow::eventId, String[]::new));
        array(statement, from + 4, "text", column(rows, EventRow::commandId, String[]::new));
        array(statement, from + 5, "int4", column(rows, EventRow::ordinal, Integer[]::new));
        array(statement, from + 6, "text", column(rows, EventRow::name, String[]::new));
        array(statement, from + 7, "int4", column(rows, EventRow::revision, Integer[]::new));
        array(
                statement,
                from + 8,
                "int8",
                column(rows, row -> ChronoUnit.MICROS.between(EPOCH, row.recordedAt()), Long[]::new));
        array(statement, from + 9, "bytea", column(rows, EventRow::payload, byte[][]::new));
        array(statement, from + 10, "bytea", column(rows, EventRow::metadata, byte[][]::new));
    }

    /** Arrays of their own type: the driver sends those in binary, and spells out every byte of an {@code Object[]}. */
    static <T> T[] column(
            List<EventRow> rows, Function<EventRow, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    static void array(PreparedStatement statement, int parameter, String type, Object[] values) throws SQLException {
        Array array = statement.getConnection().createArrayOf(type, values);
        statement.setArray(parameter, array);
    }
}
