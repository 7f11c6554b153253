package io.devicetrail.queryside.devicecertificates;

import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds certificates, of the devices that the asker reaches. */
@Component
class IssuedCertificates {
    private final ReachedTables tables;

    IssuedCertificates(ReachedTables tables) {
        this.tables = tables;
    }

    /** In the order of their issue. */
    List<IssuedCertificate> of(Collection<UUID> devices) {
        return tables.sql("select * from read.device_certificate where device_id = any (?) order by issued_position")
                .param(devices.toArray(UUID[]::new))
                .query(IssuedCertificates::certificate)
                .list();
    }

    private static IssuedCertificate certificate(ResultSet row, int number) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        String reason = row.getString("revocation_reason");
        return new IssuedCertificate(
                row.getString("fingerprint"),
                row.getString("serial_number"),
                row.getObject("device_id", UUID.class),
                EnrolmentMeans.valueOf(row.getString("means")),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("not_before", OffsetDateTime.class).toInstant(),
                row.getObject("not_after", OffsetDateTime.class).toInstant(),
                revoked == null ? null : revoked.toInstant(),
                reason == null ? null : RevocationReason.valueOf(reason),
                row.getLong("position"));
    }
}
