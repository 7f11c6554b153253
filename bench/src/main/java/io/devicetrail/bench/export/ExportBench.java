package io.devicetrail.bench.export;

import io.devicetrail.audit.copy.Reports;
import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.MachineCopy;
import io.devicetrail.audit.report.ReportHead;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.bench.Bench;
import io.devicetrail.bench.Machine;
import io.devicetrail.bench.Measuring;
import io.devicetrail.bench.Report;
import io.devicetrail.bench.Result;
import io.devicetrail.bench.Sample;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report of 5,000 entries from a log in memory to nowhere, beside the same entries as JSON Lines alone. */
public final class ExportBench implements Bench {
    private static final int ENTRIES = 5_000;

    @Override
    public String name() {
        return "export";
    }

    @Override
    public Report run(Measuring measuring) throws Exception {
        Machine machine = Machine.here(measuring.home().toAbsolutePath().getRoot());
        TaggingLog log = new TaggingLog(ENTRIES);
        ReportHead head = new ReportHead(
                TrailFilter.ofTenant(TaggingLog.TENANT),
                log.head(),
                "Ada Auditor",
                "0199d5a2-7c1e-7c53-9d40-6a1f4d3a9b11",
                "Measuring",
                TaggingLog.START);
        Reports reports = new Reports(new AuditTrail(log), Clock.systemUTC());
        List<Double> whole = new ArrayList<>();
        List<Double> lines = new ArrayList<>();
        for (int round = Measuring.WARM_UP_ROUND; round <= measuring.rounds(); round++) {
            Seconds seconds = report(reports, head);
            if (round > Measuring.WARM_UP_ROUND) {
                whole.add(seconds.whole);
                lines.add(seconds.lines);
            }
            measuring
                    .progress()
                    .accept(String.format(
                            Locale.ROOT,
                            "round %d  report %6.3f s  JSON Lines alone %6.3f s",
                            round,
                            seconds.whole,
                            seconds.lines));
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("entries", ENTRIES);
        settings.put("loadAverageAfter", Machine.load());
        return new Report(
                name(),
                machine,
                settings,
                measuring.rounds(),
                List.of(Result.of("pdf-5000", Sample.median(whole), "s").besideLimit(Sample.median(lines))));
    }

    private record Seconds(double lines, double whole) {}

    private static Seconds report(Reports reports, ReportHead head) throws IOException {
        long start = System.nanoTime();
        try (MachineCopy copy = reports.copyOf(head.filter(), head.logHead())) {
            if (copy.entries() != ENTRIES) {
                throw new IllegalStateException("the report would be of " + copy.entries() + " entries");
            }
            long read = System.nanoTime();
            AuditReport.write(head, copy, OutputStream.nullOutputStream());
            return new Seconds((read - start) / 1e9, (System.nanoTime() - start) / 1e9);
        }
    }
}
