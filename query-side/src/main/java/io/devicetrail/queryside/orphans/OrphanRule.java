package io.devicetrail.queryside.orphans;

import io.devicetrail.domain.incident.OrphanReason;
import io.devicetrail.domain.incident.OrphanedDevices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one rule, for who asks and for the watch: a device's first reason that holds, as of a time. */
final class OrphanRule {
    /**
     * Rows of {@code orphan}: device, its place, reason and since when; of the devices of a tenant that have not ended.
     * A certificate opens nothing from its end or its revocation on, whichever is first, and a device can go on until
     * the last of its certificates does.
     */
    static final String ORPHANS = """
            with orphan as (
                select d.device_id, d.site_id, d.registered_position, judged.reason, judged.since
                  from read.device d
                 cross join lateral (
                    select min(k.issued_at) as first,
                           bool_and(k.revoked_at is not null or k.not_after < :asOf) as over,
                           max(least(k.not_after, k.revoked_at)) as until
                      from read.device_certificate k where k.device_id = d.device_id) as certificate
                 cross join lateral (
                    select case when certificate.over then 'CERTIFICATE_OVER'
                                when d.life_cycle = 'REGISTERED' then 'NOT_ENROLLED'
                                when d.connectivity is null then 'NEVER_HEARD' end as reason,
                           case when certificate.over then certificate.until
                                else greatest(d.registered_at, certificate.first)
                                     + :patienceSeconds * interval '1 second' end as since) as judged
                 where d.tenant = :tenant and d.life_cycle not in %s
                   and judged.reason is not null and judged.since <= :asOf)
            """.formatted(EndedDevices.STATES);

    private OrphanRule() {}

    static JdbcClient.StatementSpec with(JdbcClient.StatementSpec statement, String tenant, Instant asOf) {
        return statement
                .param("tenant", tenant)
                .param("asOf", asOf.atOffset(ZoneOffset.UTC))
                .param("patienceSeconds", OrphanedDevices.PATIENCE.toSeconds());
    }

    static OrphanDevice orphan(ResultSet row, int number) throws SQLException {
        return new OrphanDevice(
                row.getObject("device_id", UUID.class),
                OrphanReason.valueOf(row.getString("reason")),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getLong("registered_position"));
    }
}
