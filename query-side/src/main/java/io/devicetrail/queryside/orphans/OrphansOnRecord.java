package io.devicetrail.queryside.orphans;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.OrphanedDevices;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * For processes: on the application's own connections, as incidents are about every device and not those somebody sees.
 */
@Component
class OrphansOnRecord implements OrphanedDevices {
    private static final String OF_KIND = " from read.incident i where i.kind = '" + IncidentKind.ORPHAN + "'";
    private static final String OPEN = OF_KIND + " and i.open";

    private final JdbcClient jdbc;
    private final Positions positions;
    private final Clock clock;

    OrphansOnRecord(JdbcClient jdbc, Positions positions, Clock clock) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.clock = clock;
    }

    @Override
    public Standing of(TenantId tenant) throws TimeoutException {
        positions.awaitHead(ReadModelName.DEVICES, ReadModelName.DEVICE_CERTIFICATES, ReadModelName.INCIDENTS);
        Instant asOf = clock.instant();
        List<Orphan> untold = OrphanRule.with(
                        jdbc.sql(OrphanRule.ORPHANS + "select orphan.*, (select coalesce(max(i.number), 0)" + OF_KIND
                                + " and i.device_id = orphan.device_id) as before from orphan where (select true" + OPEN
                                + " and i.device_id = orphan.device_id limit 1) is null order by registered_position"),
                        tenant.value(),
                        asOf)
                .query((row, number) -> {
                    OrphanDevice found = OrphanRule.orphan(row, number);
                    return new Orphan(
                            new DeviceId(found.orphan()), found.reason(), found.since(), row.getInt("before"));
                })
                .list();
        List<Settled> settled = OrphanRule.with(
                        jdbc.sql(
                                OrphanRule.ORPHANS
                                        + "select i.device_id, i.number, d.life_cycle in " + EndedDevices.STATES
                                        + " as ended from read.device d, lateral (select *" + OPEN
                                        + " and i.device_id = d.device_id) as i where d.tenant = :tenant"
                                        + " and d.device_id not in (select device_id from orphan) order by d.registered_position"),
                        tenant.value(),
                        asOf)
                .query((row, number) -> new Settled(
                        new DeviceId(row.getObject("device_id", UUID.class)),
                        row.getInt("number"),
                        row.getBoolean("ended")))
                .list();
        return new Standing(untold, settled);
    }
}
