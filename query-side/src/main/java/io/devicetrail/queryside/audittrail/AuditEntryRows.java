package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.shared.EventRefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of read.audit_entry, collected during a batch and stored by one statement. */
final class AuditEntryRows {
    /** PostgreSQL's classes of errors that speak of a value. */
    private static final List<String> ABOUT_VALUES = List.of("22", "23");

    private static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Map.entry("index", "int8"),
            Map.entry("ordinal", "int4"),
            Map.entry("recorded_at", "timestamptz"),
            text("zone"),
            text("tenant"),
            text("record_type"),
            text("record_id"),
            text("event"),
            text("field"),
            text("value_from"),
            text("value_to"),
            text("unit"),
            text("actor_type"),
            text("actor_id"),
            text("actor_name"),
            text("actor_role"),
            text("authentication"),
            text("address"),
            text("client"),
            text("reason_code"),
            text("reason"),
            text("correlation_id"),
            text("causation_id"),
            text("command_id"),
            Map.entry("corrects_index", "int8"),
            Map.entry("corrects_ordinal", "int4"),
            Map.entry("correction_number", "int4"));

    private static final String INSERT = "insert into read.audit_entry ("
            + COLUMNS.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "))
            + ") select * from unnest("
            + COLUMNS.stream().map(column -> "?::" + column.getValue() + "[]").collect(Collectors.joining(", "))
            + ")";

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
                Object[] values = new Object[rows.size()];
                for (int row = 0; row < values.length; row++) {
                    values[row] = rows.get(row)[column];
                }
                statement.setArray(
                        column + 1, connection.createArrayOf(COLUMNS.get(column).getValue(), values));
            }
            statement.executeUpdate();
        }
    }

    private static Map.Entry<String, String> text(String name) {
        return Map.entry(name, "text");
    }
}
