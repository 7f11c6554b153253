package io.devicetrail.queryside.devicerisk;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a device's risk depends on. */
@Component
class DeviceFacts {
    /** One look into each index for each device: a bad estimate cannot make a join of it. */
    private static final String FACTS = """
            select d.device_id, d.life_cycle, d.connectivity,
                   coalesce(? = any (d.connectivity_reasons), false) as flapping,
                   (select count(*) from read.incident i
                     where i.device_id = d.device_id and i.open and i.kind <> all (?)) as open_incidents,
                   commands.ended, commands.failed, certificates.given, certificates.until,
                   (select t.twin::text from read.device_twin t where t.device_id = d.device_id) as twin
              from read.device d
             cross join lateral (
                select count(*) as ended,
                       count(*) filter (where state in ('FAILED', 'REJECTED', 'TIMED_OUT', 'EXPIRED')) as failed
                  from (select c.state from read.command c where c.device_id = d.device_id and c.ended_at is not null
                         order by c.requested_position desc limit ?) as last) as commands
             cross join lateral (
                select count(*) as given, max(k.not_after) filter (where k.revoked_at is null) as until
                  from read.device_certificate k where k.device_id = d.device_id) as certificates
             where d.device_id = any (?)
            """;

    private static final List<IncidentKind> SAID_BY_CONNECTIVITY =
            List.of(IncidentKind.DEVICE_OFFLINE, IncidentKind.DEVICE_FLAPPING);

    private final ReachedTables tables;

    DeviceFacts(ReachedTables tables) {
        this.tables = tables;
    }

    Map<UUID, RiskFacts> of(Collection<UUID> devices) {
        Map<UUID, RiskFacts> found = new HashMap<>();
        tables.sql(FACTS)
                .params(
                        ConnectivityReason.FLAPPING.name(),
                        SAID_BY_CONNECTIVITY.stream().map(Enum::name).toArray(String[]::new),
                        RiskPolicy.LAST_COMMANDS,
                        devices.toArray(UUID[]::new))
                .query((row, number) -> found.put(row.getObject("device_id", UUID.class), facts(row)))
                .list();
        return found;
    }

    private static RiskFacts facts(ResultSet row) throws SQLException {
        String connectivity = row.getString("connectivity");
        String stored = row.getString("twin");
        DeviceTwin twin = stored == null ? DeviceTwin.EMPTY : Json.read(stored, DeviceTwin.class);
        return new RiskFacts(
                LifeCycle.valueOf(row.getString("life_cycle")),
                connectivity == null ? null : Connectivity.valueOf(connectivity),
                row.getBoolean("flapping"),
                row.getInt("open_incidents"),
                row.getInt("ended"),
                row.getInt("failed"),
                row.getInt("given"),
                instant(row, "until"),
                twin.convergence(),
                twin.since());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
