package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.queryside.access.ReachedTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What versions that only report would have refused, of the devices that who asks may see. */
@Component
class VersionFindings {
    /** Examples that are shown of one version. */
    static final int LATEST = 20;

    private static final String KEYS = " (select * from unnest(?::uuid[], ?::integer[]) as k(model_id, version)) k ";

    private final ReachedTables tables;

    VersionFindings(ReachedTables tables) {
        this.tables = tables;
    }

    /**
     * Of one version.
     *
     * @param devices of which at least one was taken by the former rules alone
     * @param messages and requests
     * @param latest one for each device and reason, the newest first
     */
    record Findings(int devices, long messages, List<Reason> reasons, List<Example> latest) {
        static final Findings NONE = new Findings(0, 0, List.of(), List.of());
    }

    /** @param code that the refusal, or the quarantine, would have had */
    record Reason(Subject subject, String code, int devices, long messages) {}

    record Example(
            UUID deviceId,
            Subject subject,
            String code,
            String detail,
            long messages,
            Instant firstAt,
            Instant lastAt) {}

    private record Total(int devices, long messages) {}

    Map<DeviceModel.Key, Findings> of(Collection<DeviceModel.Key> versions) {
        Map<DeviceModel.Key, Total> totals = new HashMap<>();
        Map<DeviceModel.Key, List<Reason>> reasons = new HashMap<>();
        Map<DeviceModel.Key, List<Example>> latest = new HashMap<>();
        List<UUID> models = versions.stream().map(DeviceModel.Key::model).toList();
        List<Integer> numbers = versions.stream().map(DeviceModel.Key::version).toList();
        ask("""
                select k.model_id, k.version, f.subject, f.code, count(distinct f.device_id) as devices,
                       sum(f.messages) as messages
                  from""" + KEYS + """
                  join ingress.model_version_finding f on f.model_id = k.model_id and f.version = k.version
                 group by grouping sets ((k.model_id, k.version), (k.model_id, k.version, f.subject, f.code))
                 order by messages desc, f.subject, f.code""", models, numbers, row -> {
            String subject = row.getString("subject");
            if (subject == null) {
                totals.put(key(row), new Total(row.getInt("devices"), row.getLong("messages")));
            } else {
                reasons.computeIfAbsent(key(row), any -> new ArrayList<>())
                        .add(new Reason(
                                Subject.valueOf(subject),
                                row.getString("code"),
                                row.getInt("devices"),
                                row.getLong("messages")));
            }
        });
        ask(
                """
                select k.model_id, k.version, f.*
                  from""" + KEYS + """
                 cross join lateral (
                    select device_id, subject, code, detail, messages, first_at, last_at
                      from ingress.model_version_finding one
                     where one.model_id = k.model_id and one.version = k.version
                     order by last_at desc, device_id, subject, code limit""" + " " + LATEST + ") f",
                models,
                numbers,
                row -> latest.computeIfAbsent(key(row), any -> new ArrayList<>())
                        .add(new Example(
                                row.getObject("device_id", UUID.class),
                                Subject.valueOf(row.getString("subject")),
                                row.getString("code"),
                                row.getString("detail"),
                                row.getLong("messages"),
                                at(row, "first_at"),
                                at(row, "last_at"))));
        Map<DeviceModel.Key, Findings> found = new HashMap<>();
        totals.forEach((key, total) -> found.put(
                key,
                new Findings(
                        total.devices(),
                        total.messages(),
                        reasons.getOrDefault(key, List.of()),
                        latest.getOrDefault(key, List.of()))));
        return found;
    }

    private interface Reading {
        void read(ResultSet row) throws SQLException;
    }

    private void ask(String sql, List<UUID> models, List<Integer> versions, Reading reading) {
        tables.sql(sql)
                .params(List.of(models.toArray(UUID[]::new), versions.toArray(Integer[]::new)))
                .query((row, number) -> {
                    reading.read(row);
                    return number;
                })
                .list();
    }

    private static DeviceModel.Key key(ResultSet row) throws SQLException {
        return new DeviceModel.Key(row.getObject("model_id", UUID.class), row.getInt("version"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
