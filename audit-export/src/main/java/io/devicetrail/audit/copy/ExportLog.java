package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Puts on record what was handed out, in the name of who asked (draft EU GMP Annex 11, 12.1). */
public interface ExportLog {
    /**
     * Of who sent the request. Asked before the copy is begun: it may outlast their token.
     *
     * @param reason as they gave it; null where none is asked for
     */
    Export begin(HttpServletRequest request, @Nullable String reason);

    /** A file that is being made for somebody. */
    interface Export {
        ExportId id();

        /** Printed name of who asked. */
        String requester();

        String requesterId();

        /** @throws LogUnreadable if the log did not take it, or they may not have it any more; it then has no end */
        void made(TenantId tenant, ExportScope scope, ExportedFile file) throws LogUnreadable;
    }
}
