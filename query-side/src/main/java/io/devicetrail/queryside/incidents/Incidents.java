package io.devicetrail.queryside.incidents;

import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds incidents. */
@Component
public class Incidents {
    /** Most open ones that are shown with a device: one for each kind, and for each command that is escalated. */
    static final int MOST_OPEN = 100;

    private final ReachedTables tables;

    Incidents(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Incident> byId(IncidentEpisode id) {
        return tables.sql("select * from read.incident where incident_id = ? and number = ?")
                .params(id.incident().value(), id.number())
                .query(Incidents::incident)
                .optional();
    }

    /** The last one of that kind and subject. */
    Optional<Incident> lastOf(UUID incident) {
        return tables.sql("select * from read.incident where incident_id = ? order by number desc limit 1")
                .param(incident)
                .query(Incidents::incident)
                .optional();
    }

    /** The last opened first, from before that position on. */
    List<Incident> list(IncidentFilter filter, long before, int limit) {
        return tables.sql("""
                        select i.* from read.incident i
                         where i.tenant = :tenant and i.opened_position < :before
                           and (:closed or i.open)
                           and (:kind::text is null or i.kind = :kind::text)
                           and (:device::uuid is null or i.device_id = :device::uuid)
                           and (:site::uuid is null or i.site_id = :site::uuid
                                or (select d.site_id = :site::uuid from read.device d where d.device_id = i.device_id))
                         order by i.opened_position desc limit :limit
                        """)
                .param("tenant", filter.tenant())
                .param("before", before)
                .param("closed", filter.closed())
                .param("kind", filter.kind() == null ? null : filter.kind().name())
                .param("device", filter.device())
                .param("site", filter.site())
                .param("limit", limit)
                .query(Incidents::incident)
                .list();
    }

    /** Those that are open, the last opened first; at most {@link #MOST_OPEN} of each device. */
    public List<Incident> openOf(Collection<UUID> devices) {
        return tables.sql("""
                        select i.* from unnest(?::uuid[]) as asked (device_id)
                         cross join lateral (
                            select * from read.incident i where i.device_id = asked.device_id and i.open
                             order by i.opened_position desc limit ?) i
                         order by i.opened_position desc
                        """)
                .params(devices.toArray(UUID[]::new), MOST_OPEN)
                .query(Incidents::incident)
                .list();
    }

    private static Incident incident(ResultSet row, int number) throws SQLException {
        String matter = row.getString("matter");
        String closedFor = row.getString("closed_for");
        return new Incident(
                row.getObject("incident_id", UUID.class),
                row.getInt("number"),
                row.getString("tenant"),
                IncidentKind.valueOf(row.getString("kind")),
                matter.isEmpty() ? null : matter,
                row.getObject("device_id", UUID.class),
                row.getObject("site_id", UUID.class),
                row.getBoolean("open"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getInt("causes"),
                evidence(row.getString("evidence")),
                instant(row, "closed_at"),
                closedFor == null ? null : IncidentEnd.valueOf(closedFor),
                row.getString("acknowledged_by"),
                instant(row, "acknowledged_at"),
                List.of(Json.read(row.getString("notes"), Incident.Note[].class)),
                row.getLong("opened_position"),
                row.getLong("position"));
    }

    private static List<Incident.Evidence> evidence(String json) {
        return new TreeMap<>(Json.readObject(json))
                .entrySet().stream()
                        .map(piece -> new Incident.Evidence(
                                piece.getKey(), piece.getValue().toString()))
                        .toList();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
