package io.devicetrail.ingress;

import java.lang.reflect.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * Rows as one array per column, for {@code insert … select from unnest(…)}: one statement and one round trip for a
 * whole batch.
 */
public final class Columns<R> implements PreparedStatementSetter {
    /** Arrays of these types the driver sends in binary; it spells out what is in an {@code Object[]}. */
    private static final Map<String, Class<?>> IN_BINARY = Map.of(
            "text", String.class,
            "int4", Integer.class,
            "int8", Long.class,
            "float8", Double.class,
            "bool", Boolean.class,
            "bytea", byte[].class);

    private final List<R> rows;
    private final List<Column<R>> columns = new ArrayList<>();

    private record Column<R>(String type, Function<R, @Nullable Object> part) {}

    public Columns(List<R> rows) {
        this.rows = rows;
    }

    /**
     * The next parameter: an array of the PostgreSQL type.
     *
     * @param part of the Java type that belongs to it: a Long of an int8, never an Integer
     */
    public Columns<R> with(String type, Function<R, @Nullable Object> part) {
        columns.add(new Column<>(type, part));
        return this;
    }

    @Override
    public void setValues(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Column<R> column = columns.get(i);
            Object[] values =
                    (Object[]) Array.newInstance(IN_BINARY.getOrDefault(column.type(), Object.class), rows.size());
            for (int row = 0; row < values.length; row++) {
                Object value = column.part().apply(rows.get(row));
                values[row] = value instanceof Instant instant ? instant.toString() : value;
            }
            statement.setArray(i + 1, statement.getConnection().createArrayOf(column.type(), values));
        }
    }
}
