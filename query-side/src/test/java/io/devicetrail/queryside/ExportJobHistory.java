package io.devicetrail.queryside;

import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobEvent;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobCancelled;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobFailed;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRemoved;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Export jobs of the history, one in each state; and one of the rival's. */
final class ExportJobHistory {
    static final ExportJobId WAITING = id("waiting");
    static final ExportJobId MADE = id("made");
    static final ExportJobId FAILED = id("failed");
    static final ExportJobId CANCELLED = id("cancelled");
    static final ExportJobId REMOVED = id("removed");

    /** Nanoseconds, as they were asked for. */
    static final Instant FROM = Instant.parse("2026-11-20T10:00:00.123456789Z");

    private static final ExportJobFile CSV = new ExportJobFile("audit-trail.csv", "csv", 3, 421, "0".repeat(64));

    private ExportJobHistory() {}

    static List<ExportJobEvent> events() {
        return List.of(
                requested(MADE, null),
                new ExportJobMade(MADE, History.ACME, 17, 3, List.of(CSV)),
                requested(FAILED, null),
                new ExportJobFailed(FAILED, History.ACME, ExportJobFailure.TOO_LARGE),
                requested(CANCELLED, null),
                new ExportJobCancelled(CANCELLED, History.ACME),
                requested(REMOVED, null),
                new ExportJobMade(REMOVED, History.ACME, 21, 3, List.of(CSV)),
                new ExportJobRemoved(REMOVED, History.ACME, ExportJobRemoval.TOO_MANY),
                requested(WAITING, 7L));
    }

    static ExportJobRequested rival(TenantId tenant, ExportJobId job) {
        return new ExportJobRequested(job, tenant, new ExportScope(null, null, null, null, null), null, false);
    }

    private static ExportJobRequested requested(ExportJobId job, @Nullable Long upTo) {
        ExportScope scope = new ExportScope(History.SENSOR.toString(), FROM, null, null, 99L);
        return new ExportJobRequested(job, History.ACME, scope, upTo, true);
    }

    private static ExportJobId id(String key) {
        return ExportJobId.of(History.ACME, "ada", key);
    }
}
