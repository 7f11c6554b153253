package io.devicetrail.audit.job;

import io.devicetrail.audit.copy.WholeCopy;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as the log has it.
 *
 * @param index of its event
 * @param requester printed name of who asked
 */
public record ExportOrder(
        ExportJobRequested request,
        long index,
        Instant requestedAt,
        String requester,
        String requesterId,
        String reason) {
    ExportJobId job() {
        return request.job();
    }

    TenantId tenant() {
        return request.tenant();
    }

    TrailFilter filter() {
        ExportScope scope = request.scope();
        return new TrailFilter(request.tenant(), scope.record(), scope.from(), scope.to(), scope.first(), scope.last());
    }

    /** The event before the request: nobody's copy knows of its own request. A later one was refused when it was asked for. */
    public long head() {
        Long upTo = request.upTo();
        return upTo == null ? index - 1 : Math.min(upTo, index - 1);
    }

    WholeCopy.Order copy(long most) {
        WholeCopy.@Nullable ReportFor report =
                request.report() ? new WholeCopy.ReportFor(requester, requesterId, reason) : null;
        return new WholeCopy.Order(filter(), head(), requestedAt, report, most);
    }
}
