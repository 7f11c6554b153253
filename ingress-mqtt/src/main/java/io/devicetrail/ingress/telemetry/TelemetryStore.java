package io.devicetrail.ingress.telemetry;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.ingress.Columns;
import io.devicetrail.ingress.telemetry.TelemetryMessage.TelemetryValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Writes telemetry within the caller's transaction. Every statement is an insert that meets its unique index row by
 * row, so that a planner that knows nothing of the rows of a moment ago cannot choose badly. Rows go in ordered by
 * their keys, so that two nodes wait for each other in one direction only.
 */
public final class TelemetryStore {
    private static final String MESSAGES = """
            insert into ingress.telemetry_message (device_id, boot, seq, received_at)
            select * from unnest(?::uuid[], ?::text[], ?::int8[], ?::timestamptz[])
            on conflict do nothing
            returning device_id, boot, seq""";
    private static final String VALUES = """
            insert into ingress.telemetry (device_id, name, measured_at, received_at, boot, seq, position,
                                           value_number, value_json, quality, unit)
            select * from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::int8[],
                                 ?::int2[], ?::float8[], ?::jsonb[], ?::text[], ?::text[])""";
    private static final String LATEST = """
            insert into ingress.telemetry_latest as l (device_id, name, measured_at, received_at, boot, seq, position,
                                                       value_number, value_json, quality, unit)
            select * from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::int8[],
                                 ?::int2[], ?::float8[], ?::jsonb[], ?::text[], ?::text[])
            on conflict (device_id, name) do update
               set measured_at = excluded.measured_at, received_at = excluded.received_at, boot = excluded.boot,
                   seq = excluded.seq, position = excluded.position, value_number = excluded.value_number,
                   value_json = excluded.value_json, quality = excluded.quality, unit = excluded.unit
             where (excluded.measured_at, excluded.boot, excluded.seq, excluded.position)
                 > (l.measured_at, l.boot, l.seq, l.position)""";

    private static final String ARRIVAL = """
            select received_at from ingress.telemetry_message where device_id = ? and boot = ? and seq = ?""";

    /** Newest wins; ties are broken by what the message itself says, so the order of arrival never matters. */
    private static final Comparator<Row> NEWEST = Comparator.<Row, Instant>comparing(
                    row -> row.value().measuredAt())
            .thenComparing(row -> row.from().message().boot())
            .thenComparing(row -> row.from().message().seq())
            .thenComparing(Row::position);

    private final JdbcTemplate jdbc;
    private final GapStore gaps;

    public TelemetryStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.gaps = new GapStore(jdbc);
    }

    private record Row(
            StoredTelemetry from,
            int position,
            TelemetryValue value,
            @Nullable String unit) {
        UUID device() {
            return from.device().value();
        }

        @Nullable Double number() {
            return value.value() instanceof Number number ? (Double) number.doubleValue() : null;
        }
    }

    /**
     * Stores what is new of {@code messages}.
     *
     * @param now when gaps that show now were noticed
     * @return how many were new; the others had been stored before
     */
    public int store(List<StoredTelemetry> messages, Instant now) {
        if (messages.isEmpty()) {
            return 0;
        }
        List<StoredTelemetry> fresh = insertMessages(messages);
        List<Row> rows = new ArrayList<>();
        for (StoredTelemetry message : fresh) {
            for (int i = 0; i < message.message().values().size(); i++) {
                rows.add(new Row(
                        message,
                        i,
                        message.message().values().get(i),
                        message.units().get(i)));
            }
        }
        if (!rows.isEmpty()) {
            jdbc.update(VALUES, columns(rows));
            jdbc.update(LATEST, columns(newest(rows)));
        }
        gaps.record(fresh, now);
        return fresh.size();
    }

    /** When the message arrived that is stored under that number, whatever it says. */
    public Optional<Instant> arrivalOf(DeviceId device, TelemetryMessage message) {
        return jdbc
                .query(
                        ARRIVAL,
                        (row, ignored) -> row.getObject(1, OffsetDateTime.class).toInstant(),
                        device.value(),
                        message.boot(),
                        message.seq())
                .stream()
                .findFirst();
    }

    private List<StoredTelemetry> insertMessages(List<StoredTelemetry> messages) {
        Map<StoredTelemetry.Key, StoredTelemetry> byKey = new LinkedHashMap<>();
        messages.stream()
                .sorted(Comparator.comparing((StoredTelemetry m) -> m.device().value())
                        .thenComparing(m -> m.message().boot())
                        .thenComparing(m -> m.message().seq()))
                .forEach(message -> byKey.putIfAbsent(message.key(), message));
        Set<StoredTelemetry.Key> inserted = new HashSet<>();
        Columns<StoredTelemetry> columns = new Columns<>(List.copyOf(byKey.values()))
                .with("uuid", m -> m.device().value())
                .with("text", m -> m.message().boot())
                .with("int8", m -> m.message().seq())
                .with("timestamptz", StoredTelemetry::receivedAt);
        jdbc.query(MESSAGES, columns, (RowCallbackHandler) row -> inserted.add(
                new StoredTelemetry.Key(new DeviceId(row.getObject(1, UUID.class)), row.getString(2), row.getLong(3))));
        return byKey.values().stream()
                .filter(message -> inserted.contains(message.key()))
                .toList();
    }

    private static List<Row> newest(List<Row> rows) {
        record Name(UUID device, String name) {}
        Map<Name, Row> newest = new HashMap<>();
        for (Row row : rows) {
            newest.merge(
                    new Name(row.device(), row.value().name()),
                    row,
                    (one, other) -> NEWEST.compare(one, other) >= 0 ? one : other);
        }
        return newest.values().stream()
                .sorted(Comparator.comparing(Row::device)
                        .thenComparing(row -> row.value().name()))
                .toList();
    }

    private static Columns<Row> columns(List<Row> rows) {
        return new Columns<>(rows)
                .with("uuid", Row::device)
                .with("text", row -> row.value().name())
                .with("timestamptz", row -> row.value().measuredAt())
                .with("timestamptz", row -> row.from().receivedAt())
                .with("text", row -> row.from().message().boot())
                .with("int8", row -> row.from().message().seq())
                .with("int2", Row::position)
                .with("float8", Row::number)
                .with("jsonb", row -> row.value().json())
                .with("text", row -> row.value().quality().name())
                .with("text", Row::unit);
    }
}
