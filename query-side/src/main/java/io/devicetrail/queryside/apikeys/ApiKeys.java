package io.devicetrail.queryside.apikeys;

import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds keys, of the tenants and sites that the asker reaches. */
@Component
class ApiKeys {
    private final ReachedTables tables;

    ApiKeys(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<ApiKey> byId(UUID id) {
        return tables.sql("select * from read.api_key where api_key_id = ?")
                .param(id)
                .query(ApiKeys::key)
                .optional();
    }

    /** In the order of their issue. */
    List<ApiKey> list(String tenant, long after, int limit) {
        return tables.sql("""
                        select * from read.api_key where tenant = ? and issued_position > ?
                         order by issued_position limit ?
                        """).params(tenant, after, limit).query(ApiKeys::key).list();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) Objects.requireNonNull(row.getArray(column)).getArray());
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new ApiKey(
                row.getObject("api_key_id", UUID.class),
                row.getString("tenant"),
                row.getObject("site_id", UUID.class),
                row.getString("name"),
                texts(row, "roles"),
                texts(row, "permissions"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getLong("issued_position"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                revoked == null ? null : revoked.toInstant(),
                row.getLong("position"));
    }
}
