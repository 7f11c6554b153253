package io.devicetrail.pki.certificates;

import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.TenantId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is told to who checks certificates elsewhere, as far as this node has read the log, and of certificates that our
 * authorities signed: of another's nobody asks us, and its numbers may be the same.
 */
@Component
public class RevokedCertificates {
    private static final int HEXADECIMAL = 16;

    private final JdbcClient jdbc;

    RevokedCertificates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A revoked certificate. */
    public record Revoked(BigInteger serialNumber, Instant at, RevocationReason reason) {}

    /** Changes with every revocation, and only then. */
    public record Mark(long count, @Nullable Instant last) {}

    /** What is known of one certificate; {@code revoked} is null while it stands, or is over. */
    public record Status(@Nullable Revoked revoked) {}

    public Mark mark(TenantId tenant) {
        return jdbc.sql("""
                        select count(c.revoked_at), max(c.revoked_at)
                          from pki.generation g join pki.certificate c on c.generation = g.live
                         where c.tenant = :tenant and c.ours and c.revoked_at is not null""")
                .param("tenant", tenant.value())
                .query((row, number) -> {
                    OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
                    return new Mark(row.getLong(1), last == null ? null : last.toInstant());
                })
                .single();
    }

    /**
     * In the order of their serial numbers.
     *
     * @param endedAfter those whose own time was over before are left out: nobody takes them anyway
     */
    public List<Revoked> revoked(TenantId tenant, Instant endedAfter) {
        return jdbc.sql("""
                        select c.serial_number, c.revoked_at, c.revocation_reason
                          from pki.generation g join pki.certificate c on c.generation = g.live
                         where c.tenant = :tenant and c.ours and c.revoked_at is not null and c.not_after > :ended
                         order by c.serial_number collate "C" """)
                .param("tenant", tenant.value())
                .param("ended", endedAfter.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Revoked(
                        new BigInteger(row.getString(1), HEXADECIMAL),
                        row.getObject(2, OffsetDateTime.class).toInstant(),
                        RevocationReason.valueOf(row.getString(3))))
                .list();
    }

    /** Empty for a certificate that the tenant's authority here never signed. */
    public Optional<Status> status(TenantId tenant, BigInteger serialNumber) {
        return jdbc.sql("""
                        select c.revoked_at, c.revocation_reason
                          from pki.generation g join pki.certificate c on c.generation = g.live
                         where c.tenant = :tenant and c.ours and c.serial_number = :serial""")
                .param("tenant", tenant.value())
                .param("serial", serialNumber.toString(HEXADECIMAL))
                .query((row, number) -> {
                    OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
                    return new Status(
                            at == null
                                    ? null
                                    : new Revoked(
                                            serialNumber, at.toInstant(), RevocationReason.valueOf(row.getString(2))));
                })
                .optional();
    }

    public List<TenantId> tenants() {
        return jdbc
                .sql("select t.tenant from pki.generation g join pki.tenant t on t.generation = g.live")
                .query(String.class)
                .list()
                .stream()
                .map(TenantId::new)
                .toList();
    }
}
