package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.auditexport.AuditExportEvent;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import java.util.List;

/** Reads exports of the audit trail. */
final class AuditExportReading {
    /** Kind of record. */
    static final String RECORD = "audit export";

    private AuditExportReading() {}

    static AuditedRecord recordOf(AuditExportEvent event) {
        return new AuditedRecord(RECORD, event.export().toString());
    }

    static List<FieldChange> changesOf(AuditExportEvent event) {
        return switch (event) {
            case AuditExportEvent.AuditTrailExported e -> exported(e.scope(), e.file());
        };
    }

    private static List<FieldChange> exported(ExportScope scope, ExportedFile file) {
        return AuditReading.created(
                "export",
                "HANDED_OUT",
                "record",
                scope.record(),
                "from",
                scope.from(),
                "to",
                scope.to(),
                "first",
                scope.first(),
                "last",
                scope.last(),
                "format",
                file.format(),
                "upTo",
                file.upTo(),
                "entries",
                file.entries(),
                "bytes",
                file.bytes(),
                "sha256",
                file.sha256());
    }
}
