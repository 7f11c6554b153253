package io.devicetrail.ingress.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.ingress.Columns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last value of each reported property, and when the device said it: the state of those that are not audited, and of
 * all of them what tells a newer word from an older one. The log has no event for a word that repeats the last, and so
 * cannot tell.
 */
final class ReportedProperties {
    /** Not a property: stands for what the device last said about what is desired of it. */
    static final String ANSWER = "";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String STAMPS =
            "select name, boot, seq, reported_at from ingress.reported_property where device_id = ?";
    /** Another node may have stored a newer word meanwhile. */
    private static final String KEEP = """
            insert into ingress.reported_property as p
                   (device_id, name, value, unit, audited, boot, seq, reported_at, received_at)
            select * from unnest(?::uuid[], ?::text[], ?::json[], ?::text[], ?::bool[], ?::text[], ?::int8[],
                                 ?::timestamptz[], ?::timestamptz[])
            on conflict (device_id, name) do update
               set value = excluded.value, unit = excluded.unit, audited = excluded.audited, boot = excluded.boot,
                   seq = excluded.seq, reported_at = excluded.reported_at, received_at = excluded.received_at
             where case when p.boot = excluded.boot then excluded.seq > p.seq
                        else excluded.reported_at > p.reported_at end""";

    private final JdbcTemplate jdbc;

    ReportedProperties(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(
            String name, @Nullable String json, @Nullable String unit, boolean audited) {}

    /** When the device said what is stored, by name. */
    Map<String, ReportStamp> stamps(DeviceId device) {
        Map<String, ReportStamp> stamps = new HashMap<>();
        jdbc.query(
                STAMPS,
                row -> {
                    stamps.put(
                            row.getString("name"),
                            new ReportStamp(
                                    row.getString("boot"),
                                    row.getLong("seq"),
                                    row.getObject("reported_at", OffsetDateTime.class)
                                            .toInstant()));
                },
                device.value());
        return stamps;
    }

    /** @param answered whether the device also said something about what is desired of it */
    void keep(
            DeviceId device,
            ReportStamp stamp,
            Instant receivedAt,
            List<ReportedProperty> properties,
            boolean answered) {
        List<Row> rows = new ArrayList<>(properties.stream()
                .map(property -> new Row(
                        property.name(),
                        property.value() == null ? null : MAPPER.writeValueAsString(property.value()),
                        property.definition().unit(),
                        property.definition().audited()))
                .toList());
        if (answered) {
            rows.add(new Row(ANSWER, null, null, false));
        }
        if (rows.isEmpty()) {
            return;
        }
        jdbc.update(
                KEEP,
                new Columns<>(rows)
                        .with("uuid", row -> device.value())
                        .with("text", Row::name)
                        .with("text", Row::json)
                        .with("text", Row::unit)
                        .with("bool", Row::audited)
                        .with("text", row -> stamp.boot())
                        .with("int8", row -> stamp.seq())
                        .with("timestamptz", row -> stamp.at())
                        .with("timestamptz", row -> receivedAt));
    }
}
