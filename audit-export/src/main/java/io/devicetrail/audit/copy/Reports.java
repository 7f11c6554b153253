package io.devicetrail.audit.copy;

import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.MachineCopy;
import io.devicetrail.audit.report.ReportHead;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.auditexport.ExportedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/** Makes copies for people to read, which say who asked for them, when and why. */
@Component
public final class Reports {
    /** The format's name in requests and on record. */
    static final String FORMAT = "pdf";

    private final AuditTrail trail;
    private final Clock clock;

    public Reports(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Reads the log, before anything of a report is sent: what is too much for one can still be refused.
     *
     * @throws io.devicetrail.domain.shared.MalformedInput if there are more entries than a report takes
     */
    public MachineCopy copyOf(TrailFilter filter, long head) throws IOException {
        MachineCopy copy = MachineCopy.empty();
        try {
            CopyWriter lines = CopyFormat.JSON_LINES.to(copy.lines());
            trail.read(
                    filter,
                    head,
                    entry -> {
                        copy.add(entry);
                        lines.write(entry);
                    },
                    AuditTrail.Progress.NONE);
            lines.finish();
            copy.complete();
            return copy;
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    ReportHead head(TrailFilter filter, long head, ExportLog.Export export, String reason) {
        return new ReportHead(
                filter,
                head,
                export.requester(),
                export.requesterId(),
                reason,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** Like {@link AuditCopies#write}. */
    void write(ReportHead head, MachineCopy copy, OutputStream out, AuditCopies.BeforeTheEnd before)
            throws IOException {
        HeldBack held = new HeldBack(out);
        Fingerprint fingerprint = new Fingerprint(held);
        AuditReport.write(head, copy, fingerprint);
        before.made(
                new ExportedFile(FORMAT, head.logHead(), copy.entries(), fingerprint.count(), fingerprint.sha256()));
        held.give();
    }
}
