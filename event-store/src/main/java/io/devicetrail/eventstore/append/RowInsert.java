package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

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
            long[] indexes = new long[rows.size()];
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
     * @param known kinds that are listed for certain
     * @return those that this call listed; certain only after the commit
     */
    public static List<EventKind> kinds(Connection connection, List<EventRow> rows, long first, Set<EventKind> known)
            throws SQLException {
        List<EventKind> added = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            EventKind kind = EventKind.of(rows.get(i));
            if (known.contains(kind) || added.contains(kind)) {
                continue;
            }
            try (PreparedStatement statement = connection.prepareStatement(KIND)) {
                statement.setString(1, kind.name());
                statement.setInt(2, kind.revision());
                statement.setLong(3, first + i);
                statement.executeUpdate();
            }
            added.add(kind);
        }
        return added;
    }

    static boolean areListed(List<EventRow> rows, Set<EventKind> listed) {
        for (EventRow row : rows) {
            if (!listed.contains(EventKind.of(row))) {
                return false;
            }
        }
        return true;
    }

    /** All columns but the index, as parameters from that number on. */
    static void columns(PreparedStatement statement, int from, List<EventRow> rows) throws SQLException {
        int most = rows.size();
        @Nullable String[] aggregateTypes = new @Nullable String[most];
        String[] aggregateIds = new String[most];
        long[] sequences = new long[most];
        String[] eventIds = new String[most];
        String[] commandIds = new String[most];
        int[] ordinals = new int[most];
        String[] names = new String[most];
        int[] revisions = new int[most];
        long[] micros = new long[most];
        byte[][] payloads = new byte[most][];
        byte[][] metadatas = new byte[most][];
        for (int i = 0; i < most; i++) {
            EventRow row = rows.get(i);
            aggregateTypes[i] = row.aggregateType();
            aggregateIds[i] = row.aggregateId();
            sequences[i] = row.sequence();
            eventIds[i] = row.eventId();
            commandIds[i] = row.commandId();
            ordinals[i] = row.ordinal();
            names[i] = row.name();
            revisions[i] = row.revision();
            micros[i] = ChronoUnit.MICROS.between(EPOCH, row.recordedAt());
            payloads[i] = row.payload();
            metadatas[i] = row.metadata();
        }
        array(statement, from, "text", aggregateTypes);
        array(statement, from + 1, "text", aggregateIds);
        array(statement, from + 2, "int8", sequences);
        array(statement, from + 3, "text", eventIds);
        array(statement, from + 4, "text", commandIds);
        array(statement, from + 5, "int4", ordinals);
        array(statement, from + 6, "text", names);
        array(statement, from + 7, "int4", revisions);
        array(statement, from + 8, "int8", micros);
        array(statement, from + 9, "bytea", payloads);
        array(statement, from + 10, "bytea", metadatas);
    }

    /**
     * @param values an array of its own type: the driver sends those in binary, and spells out every byte of an
     *     {@code Object[]}
     */
    static void array(PreparedStatement statement, int parameter, String type, Object values) throws SQLException {
        PGConnection connection = statement.getConnection().unwrap(PGConnection.class);
        statement.setArray(parameter, connection.createArrayOf(type, values));
    }
}
