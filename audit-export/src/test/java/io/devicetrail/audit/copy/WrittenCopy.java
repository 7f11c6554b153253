package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
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
        TrailFilter all = TrailFilter.ofTenant(tenant);
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            try (OutputStream out = Files.newOutputStream(folder.resolve(format.fileName()))) {
                copies.write(format, all, copies.head(), out, AuditCopies.BeforeTheEnd.NOTHING);
            }
        }
        byte[] manifest =
                copies.manifest(all, copies.head(), AuditTrail.Progress.NONE).json();
        Files.write(folder.resolve(CopyManifest.FILE_NAME), manifest);
    }
}
