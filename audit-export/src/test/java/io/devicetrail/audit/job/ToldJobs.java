package io.devicetrail.audit.job;

import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/** What the log was told; or nothing, while it is away. */
final class ToldJobs implements ExportJobLog {
    private final List<ExportJobCommand> told = new ArrayList<>();
    private boolean away;

    void away(boolean now) {
        away = now;
    }

    /** What was told since this was asked last. */
    List<ExportJobCommand> news() {
        List<ExportJobCommand> news = List.copyOf(told);
        told.clear();
        return news;
    }

    @Override
    public void tell(TenantId tenant, ExportJobCommand what) throws LogUnreadable {
        if (away) {
            throw new LogUnreadable("the log is away");
        }
        told.add(what);
    }
}
