package io.devicetrail.ingress.contract;

import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.ingress.Columns;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** One row for each device and kind of objection: as many as there are devices, times a few, however much they say. */
public final class StoredFindings implements ModelVersionFindings {
    private static final String NOTE = """
            insert into ingress.model_version_finding as f
                   (model_id, version, device_id, subject, code, tenant, messages, detail, first_at, last_at)
            select * from unnest(?::uuid[], ?::int4[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::text[],
                                 ?::timestamptz[], ?::timestamptz[])
            on conflict (model_id, version, device_id, subject, code) do update
               set messages = f.messages + excluded.messages, detail = excluded.detail,
                   last_at = greatest(f.last_at, excluded.last_at)""";
    /** Always in the same order, so that two writers do not wait for each other's rows. */
    private static final Comparator<Finding> ORDER = Comparator.comparing(
                    Finding::model, Comparator.comparing(Object::toString))
            .thenComparingInt(Finding::version)
            .thenComparing(Finding::device, Comparator.comparing(Object::toString))
            .thenComparing(Finding::subject)
            .thenComparing(Finding::code);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    private record Row(Finding latest, long messages) {}

    public StoredFindings(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void note(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        Map<Finding, Row> rows = new TreeMap<>(ORDER);
        findings.forEach(finding -> rows.merge(
                finding, new Row(finding, 1), (before, one) -> new Row(one.latest(), before.messages() + 1)));
        String now = clock.instant().toString();
        jdbc.update(
                NOTE,
                new Columns<>(List.copyOf(rows.values()))
                        .with("uuid", row -> row.latest().model().value())
                        .with("int4", row -> row.latest().version())
                        .with("uuid", row -> row.latest().device().value())
                        .with("text", row -> row.latest().subject().name())
                        .with("text", row -> row.latest().code())
                        .with("text", row -> row.latest().tenant().value())
                        .with("int8", Row::messages)
                        .with("text", row -> row.latest().detail())
                        .with("timestamptz", row -> now)
                        .with("timestamptz", row -> now));
    }
}
