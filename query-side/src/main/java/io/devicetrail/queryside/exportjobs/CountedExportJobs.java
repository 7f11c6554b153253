package io.devicetrail.queryside.exportjobs;

import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.domain.exportjob.OpenExportJobs;
import io.devicetrail.domain.tenant.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** On the application's own connections: a limit counts every job, and not those that somebody may see. */
@Component
class CountedExportJobs implements OpenExportJobs {
    private final JdbcClient jdbc;

    CountedExportJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Seen of(TenantId tenant) {
        return jdbc.sql("""
                        select count(*) filter (where tenant = ?) as of_tenant, count(*) as all_of_them
                          from read.export_job where state = '%s'
                        """.formatted(ExportJobState.REQUESTED))
                .param(tenant.value())
                .query((row, number) -> new Seen(row.getInt("of_tenant"), row.getInt("all_of_them")))
                .single();
    }
}
