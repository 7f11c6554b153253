package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.correction.CorrectedEntry;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds entries of the audit trail, oldest first. */
@Component
class AuditTrail {
    private static final String REACHED = " and index <= " + Positions.REACHED.formatted(ReadModelName.AUDIT_TRAIL);

    private final ReachedTables tables;

    AuditTrail(ReachedTables tables) {
        this.tables = tables;
    }

    List<AuditEntry> entries(AuditFilter filter, long afterIndex, long afterOrdinal, int limit) {
        StringBuilder sql = new StringBuilder("select * from read.audit_entry where tenant = ?");
        List<Object> parameters = new ArrayList<>();
        parameters.add(filter.tenant());
        and(sql, parameters, "record_id = ?", filter.record());
        and(sql, parameters, "actor_id = ?", filter.actor());
        and(sql, parameters, "recorded_at >= ?", utc(filter.from()));
        and(sql, parameters, "recorded_at < ?", utc(filter.to()));
        sql.append(REACHED).append(" and (index, ordinal) > (?, ?) order by index, ordinal limit ?");
        parameters.addAll(List.of(afterIndex, afterOrdinal, limit));
        return tables.sql(sql.toString())
                .params(parameters)
                .query(AuditTrail::entry)
                .list();
    }

    private static void and(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition);
            parameters.add(value);
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        return new AuditEntry(
                row.getLong("index"),
                row.getInt("ordinal"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("zone"),
                row.getString("tenant"),
                row.getString("record_type"),
                row.getString("record_id"),
                row.getString("event"),
                row.getString("field"),
                row.getString("value_from"),
                row.getString("value_to"),
                row.getString("unit"),
                row.getString("actor_type"),
                row.getString("actor_id"),
                row.getString("actor_name"),
                row.getString("actor_role"),
                row.getString("authentication"),
                row.getString("address"),
                row.getString("client"),
                row.getString("reason_code"),
                row.getString("reason"),
                row.getString("correlation_id"),
                row.getString("causation_id"),
                row.getString("command_id"),
                corrects(row));
    }

    private static @Nullable String corrects(ResultSet row) throws SQLException {
        long index = row.getLong("corrects_index");
        return row.wasNull()
                ? null
                : new CorrectedEntry(index, row.getInt("corrects_ordinal"), row.getInt("correction_number")).toString();
    }
}
