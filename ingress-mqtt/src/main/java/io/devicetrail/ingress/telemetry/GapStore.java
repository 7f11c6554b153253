package io.devicetrail.ingress.telemetry;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.ingress.Columns;
import io.devicetrail.ingress.telemetry.SequenceRuns.Run;
import io.devicetrail.ingress.telemetry.StoredTelemetry.Stream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Keeps the runs of missing numbers. A stream's row is locked by the upsert that moves it, so nodes take turns. */
final class GapStore {
    private static final String STREAMS = """
            insert into ingress.telemetry_stream as s (device_id, boot, highest_seq)
            select * from unnest(?::uuid[], ?::text[], ?::int8[])
            on conflict (device_id, boot) do update set highest_seq = greatest(s.highest_seq, excluded.highest_seq)
            returning new.device_id, new.boot, coalesce(old.highest_seq, -1)""";
    /** The runs a late number can be in: per number one step down the primary key. */
    private static final String RUNS = """
            select g.device_id, g.boot, g.from_seq, g.to_seq, g.detected_at
              from unnest(?::uuid[], ?::text[], ?::int8[]) late (device_id, boot, seq)
             cross join lateral (select * from ingress.telemetry_gap g
                                  where g.device_id = late.device_id and g.boot = late.boot
                                    and g.from_seq <= late.seq
                                  order by g.from_seq desc limit 1) g
             where g.to_seq >= late.seq""";

    private static final String CLOSE = """
            delete from ingress.telemetry_gap g
             using unnest(?::uuid[], ?::text[], ?::int8[]) closed (device_id, boot, from_seq)
             where g.device_id = closed.device_id and g.boot = closed.boot and g.from_seq = closed.from_seq""";
    private static final String OPEN = """
            insert into ingress.telemetry_gap (device_id, boot, from_seq, to_seq, detected_at)
            select * from unnest(?::uuid[], ?::text[], ?::int8[], ?::int8[], ?::timestamptz[])""";
    /** The planner believes a table that was just filled to be empty; see the class comment of TelemetryStore. */
    private static final String BY_INDEX = """
            select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true)""";

    private final JdbcTemplate jdbc;

    GapStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Gap(Stream stream, Run run, Instant detectedAt) {}

    private record Late(Stream stream, long seq) {}

    void record(List<StoredTelemetry> fresh, Instant now) {
        if (fresh.isEmpty()) {
            return;
        }
        Map<Stream, SortedSet<Long>> arrived = new HashMap<>();
        for (StoredTelemetry message : fresh) {
            arrived.computeIfAbsent(message.stream(), ignored -> new TreeSet<>())
                    .add(message.message().seq());
        }
        Map<Stream, Long> before = moveStreams(arrived);
        List<Late> late = new ArrayList<>();
        arrived.forEach((stream, numbers) -> numbers.headSet(before.getOrDefault(stream, -1L))
                .forEach(number -> late.add(new Late(stream, number))));
        Map<Stream, Map<Run, Gap>> known = late.isEmpty() ? Map.of() : runsAround(late);
        List<Gap> closed = new ArrayList<>();
        List<Gap> opened = new ArrayList<>();
        arrived.forEach((stream, numbers) -> {
            Map<Run, Gap> gaps = known.getOrDefault(stream, Map.of());
            var change = SequenceRuns.after(before.getOrDefault(stream, -1L), gaps.keySet(), numbers);
            change.closed().forEach(run -> closed.add(new Gap(stream, run, now)));
            change.opened().forEach(run -> opened.add(new Gap(stream, run, noticed(run, gaps, now))));
        });
        write(closed, opened);
    }

    private Map<Stream, Long> moveStreams(Map<Stream, SortedSet<Long>> arrived) {
        List<Stream> streams = arrived.keySet().stream()
                .sorted(Comparator.comparing((Stream s) -> s.device().value()).thenComparing(Stream::boot))
                .toList();
        Map<Stream, Long> before = new HashMap<>();
        Columns<Stream> columns = new Columns<>(streams)
                .with("uuid", s -> s.device().value())
                .with("text", Stream::boot)
                .with("int8", s -> highest(arrived, s));
        jdbc.query(STREAMS, columns, (RowCallbackHandler) row ->
                before.put(new Stream(new DeviceId(row.getObject(1, UUID.class)), row.getString(2)), row.getLong(3)));
        return before;
    }

    private static long highest(Map<Stream, SortedSet<Long>> arrived, Stream stream) {
        SortedSet<Long> numbers = arrived.get(stream);
        return numbers == null ? -1 : numbers.last();
    }

    private Map<Stream, Map<Run, Gap>> runsAround(List<Late> late) {
        jdbc.queryForMap(BY_INDEX);
        Map<Stream, Map<Run, Gap>> found = new HashMap<>();
        Columns<Late> columns = new Columns<>(late)
                .with("uuid", l -> l.stream().device().value())
                .with("text", l -> l.stream().boot())
                .with("int8", Late::seq);
        jdbc.query(RUNS, columns, (RowCallbackHandler) row -> {
            Stream stream = new Stream(new DeviceId(row.getObject(1, UUID.class)), row.getString(2));
            Run run = new Run(row.getLong(3), row.getLong(4));
            Instant detectedAt = row.getObject(5, OffsetDateTime.class).toInstant();
            found.computeIfAbsent(stream, ignored -> new HashMap<>()).put(run, new Gap(stream, run, detectedAt));
        });
        return found;
    }

    /** A part of a run was noticed when the whole was. */
    private static Instant noticed(Run run, Map<Run, Gap> gaps, Instant now) {
        return gaps.values().stream()
                .filter(gap ->
                        gap.run().from() <= run.from() && run.to() <= gap.run().to())
                .map(Gap::detectedAt)
                .findFirst()
                .orElse(now);
    }

    private void write(List<Gap> closed, List<Gap> opened) {
        if (!closed.isEmpty()) {
            jdbc.update(CLOSE, columns(closed));
        }
        if (!opened.isEmpty()) {
            jdbc.update(
                    OPEN, columns(opened).with("int8", gap -> gap.run().to()).with("timestamptz", Gap::detectedAt));
        }
    }

    private static Columns<Gap> columns(List<Gap> gaps) {
        return new Columns<>(gaps)
                .with("uuid", gap -> gap.stream().device().value())
                .with("text", gap -> gap.stream().boot())
                .with("int8", gap -> gap.run().from());
    }
}
