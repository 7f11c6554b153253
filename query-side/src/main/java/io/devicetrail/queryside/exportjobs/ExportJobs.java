package io.devicetrail.queryside.exportjobs;

import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds export jobs. */
@Component
class ExportJobs {
    private final ReachedTables tables;

    ExportJobs(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<ExportJob> byId(UUID id) {
        return tables.sql("select * from read.export_job where job_id = ?")
                .param(id)
                .query(ExportJobs::job)
                .optional();
    }

    /** The newest first, from before that position on. */
    List<ExportJob> list(String tenant, long before, int limit) {
        return tables.sql("""
                        select * from read.export_job where tenant = ? and requested_position < ?
                         order by requested_position desc limit ?
                        """)
                .params(tenant, before, limit)
                .query(ExportJobs::job)
                .list();
    }

    private static ExportJob job(ResultSet row, int number) throws SQLException {
        @Nullable String failure = row.getString("failure");
        @Nullable String removal = row.getString("removal");
        return new ExportJob(
                row.getObject("job_id", UUID.class),
                row.getString("tenant"),
                ExportJobState.valueOf(row.getString("state")),
                Json.read(row.getString("scope"), ExportScope.class),
                row.getObject("up_to", Long.class),
                row.getBoolean("report"),
                row.getString("reason"),
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getObject("entries", Long.class),
                List.of(Json.read(row.getString("files"), ExportJobFile[].class)),
                failure == null ? null : ExportJobFailure.valueOf(failure),
                removal == null ? null : ExportJobRemoval.valueOf(removal),
                row.getLong("requested_position"),
                row.getLong("position"));
    }
}
