package io.devicetrail.eventstore.deadletter;

import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.jspecify.annotations.Nullable;

/** Table {@code process.dead_letter}. Within a processor's transaction, part of it. */
public final class DeadLetters implements HeldStreams {
    private final ConnectionProvider connections;

    public DeadLetters(ConnectionProvider connections) {
        this.connections = connections;
    }

    /** Streams of which the processor holds something back. */
    Set<String> held(String processor) {
        return new HashSet<>(list(
                "select distinct stream from process.dead_letter where processor = ?",
                row -> row.getString(1),
                processor));
    }

    /** Those up to an index, in the order of the log. */
    List<DeadLetter> of(String processor, String stream, long upTo) {
        return list(
                "select processor, index, stream, tenant, event, cause, parked_at from process.dead_letter"
                        + " where processor = ? and stream = ? and index <= ? order by index",
                DeadLetters::letter,
                processor,
                stream,
                upTo);
    }

    @Override
    public Optional<Held> held(String processor, String stream) {
        return list(
                        "select tenant, max(index) from process.dead_letter where processor = ? and stream = ?"
                                + " group by tenant",
                        row -> new Held(TenantId.of(row.getString(1)), row.getLong(2)),
                        processor,
                        stream)
                .stream()
                .findFirst();
    }

    /** How many each processor has; those without any are not there. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        list(
                        "select processor, count(*) from process.dead_letter group by processor",
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    void park(DeadLetter letter) {
        update(
                "insert into process.dead_letter (processor, index, stream, tenant, event, cause, parked_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (processor, index) do update"
                        + " set cause = excluded.cause, parked_at = excluded.parked_at",
                letter.processor(),
                letter.index(),
                letter.stream(),
                letter.tenant(),
                letter.event(),
                letter.cause(),
                OffsetDateTime.ofInstant(letter.parkedAt(), ZoneOffset.UTC));
    }

    void blame(DeadLetter letter, String cause) {
        update(
                "update process.dead_letter set cause = ? where processor = ? and index = ?",
                cause,
                letter.processor(),
                letter.index());
    }

    void remove(DeadLetter letter) {
        update("delete from process.dead_letter where processor = ? and index = ?", letter.processor(), letter.index());
    }

    /** A processor that begins again from the tail of the log is given every event again. */
    public void forget(String processor) {
        update("delete from process.dead_letter where processor = ?", processor);
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant());
    }

    private void update(String sql, @Nullable Object... parameters) {
        run(sql, PreparedStatement::executeUpdate, parameters);
    }

    private <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... parameters) {
        return run(
                sql,
                statement -> {
                    List<T> rows = new ArrayList<>();
                    try (ResultSet result = statement.executeQuery()) {
                        while (result.next()) {
                            rows.add(reading.of(result));
                        }
                    }
                    return rows;
                },
                parameters);
    }

    private <T> T run(String sql, Work<T> work, @Nullable Object... parameters) {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return work.on(statement);
        } catch (SQLException e) {
            throw new DeadLettersUnavailableException(e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
