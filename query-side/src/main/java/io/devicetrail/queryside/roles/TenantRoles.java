package io.devicetrail.queryside.roles;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds roles, of the tenants that the asker reaches. */
@Component
class TenantRoles {
    private final ReachedTables tables;

    TenantRoles(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<TenantRole> byId(UUID id) {
        return tables.sql("select * from read.own_role where own_role_id = ?")
                .param(id)
                .query(TenantRoles::own)
                .optional();
    }

    /** The built-in ones, then the tenant's own in the order of their definition; none of a tenant that is not reached. */
    List<TenantRole> list(String tenant, long after, int limit) {
        if (!reached(tenant)) {
            return List.of();
        }
        List<TenantRole> own = tables.sql("""
                        select * from read.own_role where tenant = ? and defined_position > ?
                         order by defined_position limit ?
                        """)
                .params(tenant, after, limit)
                .query(TenantRoles::own)
                .list();
        return Stream.concat(
                        Stream.of(Role.values()).map(TenantRole::of).filter(role -> role.place() > after), own.stream())
                .limit(limit)
                .toList();
    }

    private boolean reached(String tenant) {
        return tables.sql("select true from read.tenant where tenant = ?")
                .param(tenant)
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    private static TenantRole own(ResultSet row, int number) throws SQLException {
        OffsetDateTime withdrawn = row.getObject("withdrawn_at", OffsetDateTime.class);
        return new TenantRole(
                row.getLong("defined_position"),
                row.getString("key"),
                row.getString("name"),
                false,
                Duty.valueOf(row.getString("duty")),
                List.of((String[])
                        Objects.requireNonNull(row.getArray("permissions")).getArray()),
                true,
                false,
                withdrawn == null ? null : withdrawn.toInstant(),
                row.getLong("position"));
    }
}
