package io.devicetrail.queryside.devicetwin;

import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.devicetwin.ShownTwin.ReportedProperty;
import io.devicetrail.queryside.devicetwin.ShownTwin.Unaudited;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds twins; the ingress's table reported_property is a contract between the modules. */
@Component
class Twins {
    private final ReachedTables tables;

    Twins(ReachedTables tables) {
        this.tables = tables;
    }

    private record Projected(UUID device, DeviceTwin twin, long position) {}

    private record Reported(UUID device, Unaudited property) {}

    /** Those of which nothing was ever desired or said are there, too. */
    Map<UUID, ShownTwin> byDevices(Collection<UUID> devices) {
        UUID[] ids = devices.toArray(UUID[]::new);
        Map<UUID, Projected> projected = tables
                .sql("select device_id, twin::text as twin, position from read.device_twin where device_id = any(?)")
                .param(ids)
                .query((row, number) -> new Projected(
                        row.getObject("device_id", UUID.class),
                        Json.read(row.getString("twin"), DeviceTwin.class),
                        row.getLong("position")))
                .list()
                .stream()
                .collect(Collectors.toMap(Projected::device, one -> one));
        Map<UUID, List<Unaudited>> unaudited = unaudited(ids);
        Map<UUID, ShownTwin> twins = new HashMap<>();
        for (UUID device : devices) {
            Projected one = projected.getOrDefault(device, new Projected(device, DeviceTwin.EMPTY, ShownTwin.NOTHING));
            twins.put(
                    device,
                    ShownTwin.of(device, one.twin(), unaudited.getOrDefault(device, List.of()), one.position()));
        }
        return twins;
    }

    private Map<UUID, List<Unaudited>> unaudited(UUID[] devices) {
        return tables
                .sql("""
                        select device_id, name, value::text as value, boot, seq, reported_at from ingress.reported_property
                        where device_id = any(?) and not audited and name <> ''
                        """)
                .param(devices)
                .query((row, number) -> new Reported(
                        row.getObject("device_id", UUID.class), new Unaudited(row.getString("name"), property(row))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Reported::device, Collectors.mapping(Reported::property, Collectors.toList())));
    }

    private static @Nullable ReportedProperty property(ResultSet row) throws SQLException {
        String value = row.getString("value");
        return value == null
                ? null
                : new ReportedProperty(
                        row.getString("name"),
                        Objects.requireNonNull(Json.readAny(value)),
                        row.getString("boot"),
                        row.getLong("seq"),
                        row.getObject("reported_at", OffsetDateTime.class).toInstant(),
                        false);
    }
}
