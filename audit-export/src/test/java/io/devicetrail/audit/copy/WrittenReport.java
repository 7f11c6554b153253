package io.devicetrail.audit.copy;

import io.devicetrail.audit.report.MachineCopy;
import io.devicetrail.audit.report.ReportHead;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.LogReader;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;

/** A report of a log, as an export makes it. */
public final class WrittenReport {
    private WrittenReport() {}

    /** Of all of a tenant, asked for by Ada. */
    public static ReportHead head(TenantId tenant, LogReader log) throws IOException {
        return new ReportHead(
                TrailFilter.ofTenant(tenant),
                log.head(),
                "Ada Lovelace",
                "ada-1",
                "Inspection of line 4",
                Instant.parse("2026-11-23T17:00:00.25Z"));
    }

    public static byte[] of(LogReader log, ReportHead head) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(log, head, out);
        return out.toByteArray();
    }

    public static void write(LogReader log, ReportHead head, OutputStream out) throws IOException {
        Reports reports = new Reports(new AuditTrail(log), Clock.systemUTC());
        try (MachineCopy copy = reports.copyOf(head.filter(), head.logHead())) {
            reports.write(head, copy, out, AuditCopies.BeforeTheEnd.NOTHING);
        }
    }
}
