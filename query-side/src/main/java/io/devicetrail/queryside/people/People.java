package io.devicetrail.queryside.people;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.tenants.Site;
import io.devicetrail.queryside.tenants.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds people and their roles. */
@Component
class People {
    private final ReachedTables tables;
    private final Tenants tenants;

    People(ReachedTables tables, Tenants tenants) {
        this.tables = tables;
        this.tenants = tenants;
    }

    Optional<Person> byId(UUID id) {
        return tables.sql("select * from read.person where person_id = ?")
                .param(id)
                .query(People::person)
                .optional();
    }

    /** In the order of their registration. */
    List<Person> list(long after, int limit) {
        return tables.sql(
                        "select * from read.person where registered_position > ? order by registered_position limit ?")
                .params(after, limit)
                .query(People::person)
                .list();
    }

    /** By tenant, site and role; of a person without any there is no entry. */
    Map<UUID, List<RoleGrant>> grantsOf(Collection<UUID> people) {
        List<Row> rows = tables.sql("""
                        select * from read.role_grant where person_id = any(?)
                         order by tenant collate "C", site_id, role collate "C"
                        """)
                .param(people.toArray(UUID[]::new))
                .query(Row::of)
                .list();
        Map<UUID, Site> sites =
                tenants.sites(rows.stream().map(Row::site).distinct().toList());
        return rows.stream()
                .collect(Collectors.groupingBy(
                        Row::person, Collectors.mapping(row -> row.grant(sites), Collectors.toList())));
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                row.getObject("person_id", UUID.class),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("printed_name"),
                row.getString("identity_proof"),
                row.getBoolean("active"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                row.getLong("registered_position"),
                row.getLong("position"));
    }

    private record Row(
            UUID person, UUID site, String tenant, String role, String trainingRecord, OffsetDateTime grantedAt) {
        static Row of(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getObject("person_id", UUID.class),
                    row.getObject("site_id", UUID.class),
                    row.getString("tenant"),
                    row.getString("role"),
                    row.getString("training_record"),
                    row.getObject("granted_at", OffsetDateTime.class));
        }

        RoleGrant grant(Map<UUID, Site> sites) {
            return new RoleGrant(
                    tenant.equals(TenantId.INSTALLATION.value()) ? null : tenant,
                    sites.get(site),
                    role,
                    trainingRecord,
                    grantedAt.toInstant());
        }
    }
}
