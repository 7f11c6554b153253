package io.devicetrail.audit.job;

import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.tenant.TenantId;

/** Tells the log what came of export jobs. What it knows already it may be told again. */
@FunctionalInterface
public interface ExportJobLog {
    /** @throws LogUnreadable if the log did not take it */
    void tell(TenantId tenant, ExportJobCommand what) throws LogUnreadable;
}
