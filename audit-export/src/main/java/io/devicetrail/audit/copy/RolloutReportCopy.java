package io.devicetrail.audit.copy;

import io.devicetrail.audit.copy.CopyManifest.CopiedFile;
import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.report.Recorded;
import io.devicetrail.domain.rolloutrun.report.RolloutAccount;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Signature;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report of a rollout that goes with a copy of its trail, folded from the log: one line of canonical JSON. It reads
 * the log by itself, as signatures are of other records. Memory grows with the rollout's cohort and with the signatures
 * under the tenant's plans, not with the log.
 */
final class RolloutReportCopy {
    /** A line, as exports count them. */
    private static final long LINES = 1;

    private final @Nullable String run;
    private final RolloutAccount account = new RolloutAccount();
    /** Under whichever plan: which one the rollout is of is said after that one was signed. */
    private final Map<SignatureId, Signature> signatures = new HashMap<>();

    private RolloutReportCopy(@Nullable String run) {
        this.run = run;
    }

    /** Of a filter that leaves out nothing by time: a part of a history is no report. */
    static boolean mayBe(TrailFilter filter) {
        return filter.record() != null
                && filter.from() == null
                && filter.to() == null
                && filter.first() == null
                && filter.last() == null;
    }

    /**
     * @return how many lines
     * @throws MalformedInput if the record is no rollout of the tenant; nothing is written then
     */
    static long write(AuditTrail trail, TrailFilter filter, long head, OutputStream out) throws IOException {
        RolloutReportCopy copy = new RolloutReportCopy(filter.record());
        trail.events(TrailFilter.ofTenant(filter.tenant()), head, copy::take, AuditTrail.Progress.NONE);
        if (!copy.account.begun()) {
            throw new MalformedInput("record", "is not a rollout of this tenant: there is no report of it");
        }
        out.write(Canonical.bytes(RolloutReportJson.of(copy.account.report(copy.signatures::get))));
        out.write('\n');
        return LINES;
    }

    /** Like {@link #write}, with what a manifest says of it. */
    static CopiedFile file(AuditTrail trail, TrailFilter filter, long head, Fingerprint fingerprint)
            throws IOException {
        write(trail, filter, head, fingerprint);
        return new CopiedFile(ReportFile.ROLLOUT, fingerprint.count(), fingerprint.sha256());
    }

    private void take(LoggedEvent event) {
        if (event.payload() instanceof RolloutRunEvent told
                && told.run().toString().equals(run)) {
            account.add(told, recorded(event));
        } else if (event.payload() instanceof RecordSigned signed
                && signed.record().kind() == SignableKind.ROLLOUT_PLAN) {
            signatures.put(signed.signature(), Signature.of(signed, recorded(event)));
        }
    }

    private static Recorded recorded(LoggedEvent event) {
        return Recorded.of(event.index(), event.recordedAt(), event.metadata());
    }
}
