package io.devicetrail.queryside.telemetry;

import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.telemetry.TelemetrySeries.TelemetryPoint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what the ingress stored; its tables telemetry and telemetry_latest are a contract between the modules. */
@Component
class Telemetry {
    private static final double MICROS_PER_SECOND = 1_000_000.0;

    /** The newest value by the device's clock is an interval's last one, whatever the order of arrival. */
    private static final String INTERVALS = """
            with v as materialized (
                select date_bin(make_interval(secs => :seconds), measured_at, :from) as at, *
                from ingress.telemetry
                where device_id = :device and name = :name and measured_at >= :from and measured_at < :to
            ), bin as (
                select at, avg(value_number) as mean, min(value_number) as minimum, max(value_number) as maximum,
                    count(*) as count, count(*) filter (where quality = 'GOOD') as good
                from v group by at
            ), newest as (
                select distinct on (at) at, value_json
                from v order by at, measured_at desc, received_at desc, seq desc, position desc
            )
            select * from bin join newest using (at) order by at
            """;

    private static final String SINGLE = """
            select measured_at as at, value_number as mean, value_number as minimum, value_number as maximum,
                1 as count, case when quality = 'GOOD' then 1 else 0 end as good, value_json
            from ingress.telemetry
            where device_id = :device and name = :name and measured_at >= :from and measured_at < :to
            order by measured_at, received_at, seq, position limit :limit
            """;

    private final ReachedTables tables;

    Telemetry(ReachedTables tables) {
        this.tables = tables;
    }

    Map<UUID, List<TelemetryValue>> latest(Collection<UUID> devices) {
        return tables
                .sql("select * from ingress.telemetry_latest where device_id = any(?) order by name")
                .param(devices.toArray(UUID[]::new))
                .query((row, number) -> Map.entry(row.getObject("device_id", UUID.class), value(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** Whole if there are no more values than {@code points}, else one point per interval that has values. */
    TelemetrySeries range(UUID device, String name, Instant from, Instant to, int points) {
        List<TelemetryPoint> single = range(SINGLE, device, name, from, to)
                .param("limit", points + 1)
                .query(Telemetry::point)
                .list();
        if (single.size() <= points) {
            return new TelemetrySeries(false, null, single);
        }
        long micros = Math.ceilDiv(ChronoUnit.MICROS.between(from, to), points);
        double seconds = micros / MICROS_PER_SECOND;
        return new TelemetrySeries(
                true,
                seconds,
                range(INTERVALS, device, name, from, to)
                        .param("seconds", seconds)
                        .query(Telemetry::point)
                        .list());
    }

    private JdbcClient.StatementSpec range(String sql, UUID device, String name, Instant from, Instant to) {
        return tables.sql(sql)
                .param("device", device)
                .param("name", name)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC));
    }

    private static TelemetryValue value(ResultSet row) throws SQLException {
        return new TelemetryValue(
                row.getString("name"),
                Json.readAny(row.getString("value_json")),
                row.getString("unit"),
                row.getString("quality"),
                row.getObject("measured_at", OffsetDateTime.class).toInstant(),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }

    private static TelemetryPoint point(ResultSet row, int number) throws SQLException {
        return new TelemetryPoint(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                amount(row, "mean"),
                amount(row, "minimum"),
                amount(row, "maximum"),
                Json.readAny(row.getString("value_json")),
                row.getInt("count"),
                row.getInt("good"));
    }

    private static @Nullable Double amount(ResultSet row, String column) throws SQLException {
        double amount = row.getDouble(column);
        return row.wasNull() ? null : amount;
    }
}
