package io.devicetrail.domain.auditexport;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.util.regex.Pattern;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about exports of the audit trail. */
public sealed interface AuditExportCommand {
    ExportId export();

    /** Puts a file on record before its end is handed out; named after the permission that it takes to have one. */
    record AuditExport(
            @TargetAggregateIdentifier ExportId export, TenantId tenant, ExportScope scope, ExportedFile file)
            implements AuditExportCommand {
        private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

        public AuditExport {
            Shape.text("format", file.format());
            if (!HASH.matcher(file.sha256()).matches()) {
                throw new MalformedInput("sha256", "is no SHA-256 in hexadecimal");
            }
        }
    }
}
