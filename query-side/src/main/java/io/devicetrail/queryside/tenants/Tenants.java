package io.devicetrail.queryside.tenants;

import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds tenants and their sites. */
@Component
public class Tenants {
    private final ReachedTables tables;

    Tenants(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Tenant> byKey(String key) {
        return tables.sql("select tenant, name from read.tenant where tenant = ?")
                .param(key)
                .query(Tenants::tenant)
                .optional();
    }

    List<Tenant> all() {
        return tables.sql("select tenant, name from read.tenant order by name collate \"C\", tenant collate \"C\"")
                .query(Tenants::tenant)
                .list();
    }

    Map<String, List<Site>> sitesOf(Collection<String> tenants) {
        return tables
                .sql("select * from read.site where tenant = any(?) order by tenant, key collate \"C\"")
                .param(tenants.toArray(String[]::new))
                .query(Tenants::site)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Site::tenant));
    }

    Map<String, List<SignatureCertification>> certificationsOf(Collection<String> tenants) {
        return tables
                .sql("select * from read.signature_certification where tenant = any(?) order by position")
                .param(tenants.toArray(String[]::new))
                .query((row, number) -> new SignatureCertification(
                        row.getString("tenant"),
                        row.getString("agency"),
                        row.getString("document"),
                        row.getLong("position")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(SignatureCertification::tenant));
    }

    Map<String, List<ListSigner>> listSignersOf(Collection<String> tenants) {
        return tables
                .sql("select * from read.list_signer where tenant = any(?) order by position")
                .param(tenants.toArray(String[]::new))
                .query((row, number) -> new ListSigner(
                        row.getString("tenant"),
                        row.getString("manufacturer"),
                        row.getString("fingerprint"),
                        row.getString("subject"),
                        row.getObject("not_before", OffsetDateTime.class).toInstant(),
                        row.getObject("not_after", OffsetDateTime.class).toInstant(),
                        row.getLong("position")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(ListSigner::tenant));
    }

    public Map<UUID, Site> sites(Collection<UUID> ids) {
        return tables
                .sql("select * from read.site where site_id = any(?)")
                .param(ids.toArray(UUID[]::new))
                .query(Tenants::site)
                .list()
                .stream()
                .collect(Collectors.toMap(Site::siteId, Function.identity()));
    }

    private static Tenant tenant(ResultSet row, int number) throws SQLException {
        return new Tenant(row.getString("tenant"), row.getString("name"));
    }

    private static Site site(ResultSet row, int number) throws SQLException {
        return new Site(
                row.getObject("site_id", UUID.class),
                row.getString("tenant"),
                row.getString("key"),
                row.getString("name"),
                row.getString("zone"));
    }
}
