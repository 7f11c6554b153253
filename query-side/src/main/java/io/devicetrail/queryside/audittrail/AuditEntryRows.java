package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.shared.EventRefusedException;
import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of read.audit_entry, collected during a batch and stored by one statement. */
final class AuditEntryRows {
    /** PostgreSQL's classes of errors that speak of a value. */
    private static final List<String> ABOUT_VALUES = List.of("22", "23");

    /** Of a table's column, with the Java type of an array that the driver sends in binary. */
    private record Column(String name, String type, Class<?> element) {
        static Column text(String name) {
            return new Column(name, "text", String.class);
        }

        static Column integer(String name) {
            return new Column(name, "int4", Integer.class);
        }

        static Column whole(String name) {
            return new Column(name, "int8", Long.class);
        }

        Object[] values(List<@Nullable Object[]> rows, int column) {
            Object[] values = (Object[]) Array.newInstance(element, rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            return values;
        }
    }

    private static final String RECORDED_AT = "recorded_at";

    private static final List<Column> COLUMNS = List.of(
            Column.whole("index"),
            Column.integer("ordinal"),
            Column.whole(RECORDED_AT),
            Column.text("zone"),
            Column.text("tenant"),
            Column.text("record_type"),
            Column.text("record_id"),
            Column.text("event"),
            Column.text("field"),
            Column.text("value_from"),
            Column.text("value_to"),
            Column.text("unit"),
            Column.text("actor_type"),
            Column.text("actor_id"),
            Column.text("actor_name"),
            Column.text("actor_role"),
            Column.text("authentication"),
            Column.text("address"),
            Column.text("client"),
            Column.text("reason_code"),
            Column.text("reason"),
            Column.text("correlation_id"),
            Column.text("causation_id"),
            Column.text("command_id"),
            Column.whole("corrects_index"),
            Column.integer("corrects_ordinal"),
            Column.integer("correction_number"));

    private static final String INSERT = "insert into read.audit_entry (" + columns(Column::name) + ") select "
            + columns(column -> column.name().equals(RECORDED_AT)
                    ? "timestamptz 'epoch' + recorded_at * interval '1 microsecond'"
                    : column.name())
            + " from unnest(" + columns(column -> "?::" + column.type() + "[]") + ") as r (" + columns(Column::name)
            + ")";

    private static String columns(Function<Column, String> text) {
        return COLUMNS.stream().map(text).collect(Collectors.joining(", "));
    }

    /** As the table's rows take a time. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private final List<@Nullable Object[]> rows = new ArrayList<>();

    /** @param columns in the order of the table, the log index first */
    void add(@Nullable Object... columns) {
        rows.add(columns);
    }

    /** @throws EventRefusedException naming the first event that the table does not take */
    void store(JdbcTemplate jdbc) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.execute((Connection connection) -> {
            Savepoint before = connection.setSavepoint();
            try {
                insert(connection, rows);
            } catch (SQLException refused) {
                if (refused.getSQLState() == null
                        || !ABOUT_VALUES.contains(refused.getSQLState().substring(0, 2))) {
                    throw refused;
                }
                connection.rollback(before);
                throw culprit(connection, refused);
            }
            return rows.size();
        });
    }

    /** Stores them one by one; the transaction is lost anyway. */
    private RuntimeException culprit(Connection connection, SQLException refused) throws SQLException {
        for (@Nullable Object[] row : rows) {
            try {
                insert(connection, Collections.singletonList(row));
            } catch (SQLException e) {
                long index = ((Number) Objects.requireNonNull(row[0])).longValue();
                return new EventRefusedException(index, String.valueOf(e.getMessage()), e);
            }
        }
        throw refused;
    }

    private static void insert(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int column = 0; column < COLUMNS.size(); column++) {
                statement.setArray(
                        column + 1,
                        connection.createArrayOf(
                                COLUMNS.get(column).type(), COLUMNS.get(column).values(rows, column)));
            }
            statement.executeUpdate();
        }
    }
}
