package io.devicetrail.queryside.incidents;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.SilencePolicy;
import io.devicetrail.domain.incident.SiteStanding;
import io.devicetrail.domain.incident.SiteStanding.Back;
import io.devicetrail.domain.incident.SiteStanding.Mass;
import io.devicetrail.domain.incident.SiteStanding.Settled;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.incident.SiteStandings;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.orphans.EndedDevices;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * For processes: on the application's own connections, as incidents are about every device and not those somebody sees.
 */
@Component
class SiteStandingsShown implements SiteStandings {
    private static final String SILENT =
            "d.connectivity in ('" + Connectivity.OFFLINE + "', '" + Connectivity.STALE + "')";
    private static final String FLAPPING = "'" + ConnectivityReason.FLAPPING + "' = any (d.connectivity_reasons)";
    private static final String IN_SERVICE = "d.life_cycle = '" + LifeCycle.ACTIVE + "'";
    /** One row for each device: its incidents of that kind. */
    private static final String TOLD = """
             from read.device d
            cross join lateral (
                select coalesce(bool_or(i.open), false) as known, coalesce(max(i.number), 0) as told
                  from read.incident i where i.device_id = d.device_id and i.kind = '%s') as incident
            """;

    /** Those that were told before this was in their evidence have the time at which they were told. */
    private static final String LAST_SILENT_AT =
            "coalesce((evidence ->> '" + SilencePolicy.LAST_SILENT_AT + "')::timestamptz, last_caused_at, opened_at)";

    private final JdbcClient jdbc;
    private final Positions positions;

    SiteStandingsShown(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    @Override
    public List<SiteStanding> of(TenantId tenant) throws TimeoutException {
        positions.awaitHead(ReadModelName.DEVICES, ReadModelName.INCIDENTS);
        Map<UUID, Site> sites = new TreeMap<>();
        jdbc.sql("select d.*, incident.*" + TOLD.formatted(IncidentKind.DEVICE_OFFLINE) + " where d.tenant = ? and "
                        + IN_SERVICE + " and " + SILENT + " order by d.silent_since, d.position")
                .param(tenant.value())
                .query((row, number) -> at(sites, row).silent.add(silent(row, "silent_since")))
                .list();
        jdbc.sql("select d.*, incident.*" + TOLD.formatted(IncidentKind.DEVICE_FLAPPING) + " where d.tenant = ? and "
                        + IN_SERVICE + " and " + FLAPPING + " and not incident.known order by d.device_id")
                .param(tenant.value())
                .query((row, number) -> at(sites, row).flapping.add(silent(row, "connectivity_since")))
                .list();
        jdbc.sql("select d.device_id, d.site_id, d.life_cycle, d.connectivity_since, i.kind, i.matter, i.number"
                        + " from read.incident i"
                        + " join read.device d on d.device_id = i.device_id where i.tenant = ? and i.open and (i.kind = '"
                        + IncidentKind.DEVICE_OFFLINE + "' and not (" + IN_SERVICE + " and " + SILENT
                        + ") or i.kind = '" + IncidentKind.DEVICE_FLAPPING + "' and not (" + IN_SERVICE + " and "
                        + FLAPPING + ") or i.kind = '" + IncidentKind.COMMAND_FAILED + "' and d.life_cycle in "
                        + EndedDevices.STATES + ") order by d.device_id, i.kind, i.matter")
                .param(tenant.value())
                .query((row, number) -> at(sites, row).settled.add(settled(row)))
                .list();
        jdbc.sql("select site_id, since, causes, " + LAST_SILENT_AT + " as last_silent_at from read.incident"
                        + " where tenant = ? and open and kind = ?")
                .params(tenant.value(), IncidentKind.MASS_DISCONNECT.name())
                .query((row, number) -> at(sites, row).mass =
                        new Mass(instant(row, "since"), instant(row, "last_silent_at"), row.getInt("causes")))
                .list();
        jdbc.sql("select d.device_id, d.site_id, d.silent_since, d.connectivity_since from read.incident i"
                        + " join read.device d on d.site_id = i.site_id and d.tenant = i.tenant"
                        + " where i.tenant = ? and i.open and i.kind = ? and " + IN_SERVICE + " and not " + SILENT
                        + " and d.silent_since >= i.since order by d.device_id")
                .params(tenant.value(), IncidentKind.MASS_DISCONNECT.name())
                .query((row, number) -> at(sites, row).back.add(back(row)))
                .list();
        return sites.isEmpty() ? List.of() : counted(tenant, sites);
    }

    private List<SiteStanding> counted(TenantId tenant, Map<UUID, Site> sites) {
        List<SiteStanding> standings = new ArrayList<>();
        jdbc.sql("""
                        select d.site_id, max(d.position) as position,
                               count(*) filter (where %s and d.connectivity is not null) as in_service,
                               (select coalesce(max(i.number), 0) from read.incident i
                                 where i.tenant = ? and i.site_id = d.site_id and i.kind = '%s') as masses
                          from read.device d
                         where d.tenant = ? and d.site_id = any (?)
                         group by d.site_id order by d.site_id
                        """.formatted(IN_SERVICE, IncidentKind.MASS_DISCONNECT))
                .params(tenant.value(), tenant.value(), sites.keySet().toArray(UUID[]::new))
                .query((row, number) ->
                        standings.add(at(sites, row).standing(row.getObject("site_id", UUID.class), row)))
                .list();
        return standings;
    }

    private static Site at(Map<UUID, Site> sites, ResultSet row) throws SQLException {
        return sites.computeIfAbsent(row.getObject("site_id", UUID.class), site -> new Site());
    }

    private static Silent silent(ResultSet row, String since) throws SQLException {
        return new Silent(
                device(row),
                Connectivity.valueOf(row.getString("connectivity")),
                instant(row, since),
                instant(row, "last_activity_at"),
                row.getLong("position"),
                row.getBoolean("known"),
                row.getInt("told"));
    }

    private static Settled settled(ResultSet row) throws SQLException {
        return new Settled(
                device(row),
                IncidentKind.valueOf(row.getString("kind")),
                row.getString("matter"),
                row.getInt("number"),
                LifeCycle.valueOf(row.getString("life_cycle")) == LifeCycle.ACTIVE,
                row.getObject("connectivity_since") == null ? null : instant(row, "connectivity_since"));
    }

    private static Back back(ResultSet row) throws SQLException {
        return new Back(device(row), instant(row, "silent_since"), instant(row, "connectivity_since"));
    }

    private static DeviceId device(ResultSet row) throws SQLException {
        return new DeviceId(row.getObject("device_id", UUID.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** What is found of one site, before it is counted. */
    private static final class Site {
        private final List<Silent> silent = new ArrayList<>();
        private final List<Silent> flapping = new ArrayList<>();
        private final List<Settled> settled = new ArrayList<>();
        private final List<Back> back = new ArrayList<>();
        private @Nullable Mass mass;

        private SiteStanding standing(UUID site, ResultSet row) throws SQLException {
            return new SiteStanding(
                    new SiteId(site),
                    row.getInt("in_service"),
                    row.getLong("position"),
                    silent,
                    flapping,
                    settled,
                    row.getInt("masses"),
                    mass,
                    back);
        }
    }
}
