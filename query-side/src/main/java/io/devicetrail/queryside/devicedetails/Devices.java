package io.devicetrail.queryside.devicedetails;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds devices. */
@Component
public class Devices {
    /** With the tenant's index first; a condition that is not given holds for all. */
    private static final String FILTERED = """
             from read.device where tenant = :tenant
             and (:site::uuid is null or site_id = :site::uuid)
             and (:lifeCycle::text is null or life_cycle = :lifeCycle::text)
            """;

    private final ReachedTables tables;

    private static final String REACHED = Positions.REACHED.formatted(ReadModelName.DEVICES);

    Devices(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Device> byId(UUID id) {
        return Optional.ofNullable(byIds(List.of(id)).get(id));
    }

    public Map<UUID, Device> byIds(Collection<UUID> ids) {
        return tables
                .sql("select * from read.device where device_id = any(?)")
                .param(ids.stream().distinct().toArray(UUID[]::new))
                .query(Devices::device)
                .list()
                .stream()
                .collect(Collectors.toMap(Device::deviceId, Function.identity()));
    }

    /** Those whose place one of {@code devices} took, in the order of their registration. */
    List<Device> replacedBy(Collection<UUID> devices) {
        return tables.sql("select * from read.device where replaced_by = any(?) order by registered_position")
                .param(devices.toArray(UUID[]::new))
                .query(Devices::device)
                .list();
    }

    /** In the order of their registration. */
    List<Device> list(DeviceFilter filter, long afterPosition, int limit) {
        return filtered(
                        "select *" + FILTERED + " and registered_position > :from and registered_position <= " + REACHED
                                + " order by registered_position limit :limit",
                        filter)
                .param("from", afterPosition)
                .param("limit", limit)
                .query(Devices::device)
                .list();
    }

    long count(DeviceFilter filter) {
        return filtered("select count(*)" + FILTERED, filter).query(Long.class).single();
    }

    private JdbcClient.StatementSpec filtered(String sql, DeviceFilter filter) {
        return tables.sql(sql)
                .param("tenant", filter.tenant())
                .param("site", filter.site())
                .param(
                        "lifeCycle",
                        filter.lifeCycle() == null ? null : filter.lifeCycle().name());
    }

    private static Device device(ResultSet row, int number) throws SQLException {
        return new Device(
                row.getObject("device_id", UUID.class),
                row.getString("tenant"),
                row.getObject("site_id", UUID.class),
                row.getString("manufacturer"),
                row.getString("serial_number"),
                new DeviceModel.Key(row.getObject("model_id", UUID.class), row.getInt("model_version")),
                row.getString("hardware_revision"),
                row.getString("batch"),
                row.getObject("gateway_id", UUID.class),
                tags(row.getString("tags")),
                LifeCycle.valueOf(row.getString("life_cycle")),
                row.getObject("replaced_by", UUID.class),
                connectivity(row),
                instant(row, "registered_at"),
                row.getLong("registered_position"),
                row.getLong("position"));
    }

    private static List<Device.Tag> tags(String json) {
        return new TreeMap<>(Json.readObject(json))
                .entrySet().stream()
                        .map(tag -> new Device.Tag(tag.getKey(), tag.getValue().toString()))
                        .toList();
    }

    private static Device.@Nullable ConnectivityState connectivity(ResultSet row) throws SQLException {
        String value = row.getString("connectivity");
        return value == null
                ? null
                : new Device.ConnectivityState(
                        Connectivity.valueOf(value),
                        List.of((String[]) row.getArray("connectivity_reasons").getArray()),
                        instant(row, "connectivity_since"),
                        instant(row, "last_activity_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
