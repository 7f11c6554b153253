package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** A whole copy in a folder, as an export leaves it. */
public final class WrittenCopy {
    private WrittenCopy() {}

    /** Of a log with every event. */
    public static void in(Path folder) throws IOException {
        TenantId tenant = new TenantId("acme");
        ListedLog log = ListedLog.ofEveryEvent(tenant);
        AuditCopies copies = new AuditCopies(new AuditTrail(log), Clock.systemUTC());
        write(copies, TrailFilter.ofTenant(tenant), folder);
    }

    /** Of the rollout in that log, with its report. */
    public static void ofRollout(Path folder) throws IOException {
        TenantId tenant = new TenantId("acme");
        AuditCopies copies = new AuditCopies(new AuditTrail(ListedLog.ofEveryEvent(tenant)), Clock.systemUTC());
        String run = RolloutRunId.of(tenant, "ada", "1").toString();
        write(copies, new TrailFilter(tenant, run, null, null, null, null), folder);
    }

    private static void write(AuditCopies copies, TrailFilter filter, Path folder) throws IOException {
        CopyManifest manifest = copies.manifest(filter, copies.head(), AuditTrail.Progress.NONE);
        for (CopyManifest.CopiedFile file : manifest.files()) {
            try (OutputStream out =
                    Files.newOutputStream(folder.resolve(file.file().fileName()))) {
                copies.write(file.file(), filter, manifest.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
            }
        }
        Files.write(folder.resolve(CopyManifest.FILE_NAME), manifest.json());
    }
}
