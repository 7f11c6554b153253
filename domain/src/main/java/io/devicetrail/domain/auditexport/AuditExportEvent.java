package io.devicetrail.domain.auditexport;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/** What happened to exports of the audit trail: they are handed out, and nothing else ever happens to them. */
public sealed interface AuditExportEvent {
    ExportId export();

    /** Somebody was given a file with entries of the trail, or at least all of it but the end. */
    @Revision("1")
    record AuditTrailExported(ExportId export, TenantId tenant, ExportScope scope, ExportedFile file)
            implements AuditExportEvent {}
}
