package io.devicetrail.domain.exportjob;

import io.devicetrail.domain.tenant.TenantId;

/** Counts export jobs that wait or are being made, as far as they are projected: a moment behind the log. */
public interface OpenExportJobs {
    /** Of a tenant; one more is refused. */
    int MOST_OF_TENANT = 10;
    /** Of all tenants. */
    int MOST = 50;

    /** What one look saw. */
    record Seen(int ofTenant, int all) {
        public boolean hasRoom() {
            return ofTenant < MOST_OF_TENANT && all < MOST;
        }
    }

    Seen of(TenantId tenant);
}
