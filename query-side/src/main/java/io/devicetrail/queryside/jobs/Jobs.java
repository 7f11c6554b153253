package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds jobs and their devices. */
@Component
class Jobs {
    private final ReachedTables tables;

    Jobs(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Job> byId(UUID id) {
        return tables.sql("select * from read.job where job_id = ?")
                .param(id)
                .query(Jobs::job)
                .optional();
    }

    /** The newest first, before that position. */
    List<Job> list(String tenant, long before, int limit) {
        return tables.sql("""
                        select * from read.job where tenant = ? and created_position < ?
                         order by created_position desc limit ?
                        """).params(tenant, before, limit).query(Jobs::job).list();
    }

    /** In the order of the cohort, after that place in it. */
    List<JobDevice> devices(UUID job, @Nullable JobDeviceState state, long after, int limit) {
        return tables.sql("""
                        select * from read.job_device where job_id = :job and ordinal > :after
                           and (:state::text is null or state = :state::text)
                         order by ordinal limit :limit
                        """)
                .param("job", job)
                .param("after", after)
                .param("state", state == null ? null : state.name())
                .param("limit", limit)
                .query(Jobs::device)
                .list();
    }

    /** Of the devices that who asks can see. */
    Map<UUID, JobProgress> progress(List<UUID> jobs) {
        Map<UUID, JobProgress> progress = new HashMap<>();
        jobs.forEach(job -> progress.put(job, new JobProgress(new EnumMap<>(JobDeviceState.class))));
        tables.sql("""
                        select job_id, state, count(*) as devices from read.job_device where job_id = any(?)
                         group by job_id, state
                        """).param(jobs.toArray(UUID[]::new)).query(row -> {
            JobProgress of = progress.get(row.getObject("job_id", UUID.class));
            if (of != null) {
                of.counts().put(JobDeviceState.valueOf(row.getString("state")), row.getInt("devices"));
            }
        });
        return progress;
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        return new Job(
                row.getObject("job_id", UUID.class),
                row.getString("tenant"),
                JobState.valueOf(row.getString("state")),
                row.getInt("round"),
                Json.read(row.getString("plan"), JobPlan.class),
                row.getInt("devices"),
                row.getString("cohort_hash"),
                Json.readObject(row.getString("excluded")),
                row.getBoolean("two_persons"),
                row.getString("created_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("started_by"),
                instant(row, "started_at"),
                row.getString("cause"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getLong("created_position"),
                row.getLong("position"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static JobDevice device(ResultSet row, int number) throws SQLException {
        return new JobDevice(
                row.getObject("job_id", UUID.class),
                row.getObject("device_id", UUID.class),
                row.getInt("ordinal"),
                JobDeviceState.valueOf(row.getString("state")),
                row.getInt("round"),
                row.getObject("command_id", UUID.class),
                row.getString("code"));
    }
}
