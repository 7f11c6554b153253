package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobState;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.changes.Change;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.ChangeNotice;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects jobs and where each of their devices is. */
@Component
@ProcessingGroup(ReadModelName.JOBS)
class JobsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;
    private final RoundsOfDevices rounds;
    private final ChangeNotice notice;

    JobsProjection(JdbcClient jdbc, Progress progress, TableDigest digest, ChangeNotice notice) {
        this.notice = notice;
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
        this.rounds = new RoundsOfDevices(jdbc);
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata, ReplayStatus replay) {
        progress.once(name(), token, position -> {
            if (event instanceof JobEvent e) {
                project(e, position, recordedAt.atOffset(ZoneOffset.UTC), metadata);
                if (!replay.isReplay()) {
                    notice.changed(
                            new Change(Kind.JOB, e.tenant().value(), e.job().value(), position));
                }
            }
        });
    }

    private void project(JobEvent event, long position, OffsetDateTime at, MetaData metadata) {
        switch (event) {
            case JobEvent.JobCreated e -> create(e, position, at, actor(metadata));
            case JobEvent.JobCohortListed e -> list(e, position);
            case JobEvent.JobStarted e -> begin(e, 1, position, at, actor(metadata));
            case JobEvent.JobRetried e -> {
                begin(e, e.round(), position, at, actor(metadata));
                rounds.begin(e, position);
            }
            case JobEvent.JobPaused e -> move(e, JobState.PAUSED, null, position, at);
            case JobEvent.JobResumed e -> move(e, JobState.RUNNING, null, position, at);
            case JobEvent.JobCancelled e -> {
                move(e, JobState.CANCELLED, null, position, at);
                rounds.end(e, position);
            }
            case JobEvent.JobHalted e -> {
                String cause = e.cause() + ": " + e.failed() + " of " + e.ended() + " devices failed";
                move(e, JobState.HALTED, cause, position, at);
                rounds.end(e, position);
            }
            case JobEvent.JobCompleted e -> move(e, JobState.COMPLETED, null, position, at);
            case JobEvent.JobHandedOut e -> handOut(e, position);
            case JobEvent.JobDeviceTakenBack e -> takeBack(e, position);
            case JobEvent.JobDeviceEnded e -> device(e, e.device(), e.outcome(), e.code(), position);
        }
    }

    private static String actor(MetaData metadata) {
        return String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, ""));
    }

    private void create(JobEvent.JobCreated e, long position, OffsetDateTime at, String by) {
        jdbc.sql("""
                insert into read.job (job_id, tenant, state, round, plan, devices, cohort_hash, excluded, two_persons,
                    created_by, created_at, changed_at, created_position, position)
                values (?, ?, ?, 0, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.job().value(),
                        e.tenant().value(),
                        JobState.DRAFT.name(),
                        Json.write(e.plan()),
                        e.devices(),
                        e.cohortHash(),
                        Json.write(e.excluded()),
                        e.twoPersons(),
                        by,
                        at,
                        at,
                        position,
                        position)
                .update();
    }

    private void list(JobEvent.JobCohortListed e, long position) {
        jdbc.sql("""
                insert into read.job_device (job_id, device_id, ordinal, tenant, state, round, position)
                select ?, listed.device_id, ? + listed.ordinal, ?, ?, 0, ?
                  from unnest(?) with ordinality as listed(device_id, ordinal)
                """)
                .params(
                        e.job().value(),
                        (e.part() - 1) * JobEvent.JobCohortListed.MOST_OF_PART,
                        e.tenant().value(),
                        JobDeviceState.WAITING.name(),
                        position,
                        ids(e.devices()))
                .update();
    }

    private static UUID[] ids(List<DeviceId> devices) {
        return devices.stream().map(DeviceId::value).toArray(UUID[]::new);
    }

    private void begin(JobEvent e, int round, long position, OffsetDateTime at, String by) {
        jdbc.sql("""
                update read.job set state = ?, round = ?, cause = null, started_by = ?, started_at = ?, changed_at = ?,
                    position = ? where job_id = ?
                """)
                .params(
                        JobState.RUNNING.name(),
                        round,
                        by,
                        at,
                        at,
                        position,
                        e.job().value())
                .update();
    }

    private void move(JobEvent e, JobState to, @Nullable String cause, long position, OffsetDateTime at) {
        jdbc.sql("update read.job set state = ?, cause = ?::text, changed_at = ?, position = ? where job_id = ?")
                .params(Arrays.asList(to.name(), cause, at, position, e.job().value()))
                .update();
    }

    private void handOut(JobEvent.JobHandedOut e, long position) {
        jdbc.sql("""
                update read.job_device as d set state = ?, round = ?, command_id = told.command_id, code = null,
                    position = ?
                  from unnest(?, ?) as told(device_id, command_id)
                 where d.job_id = ? and d.device_id = told.device_id
                """)
                .params(
                        JobDeviceState.OPEN.name(),
                        e.round(),
                        position,
                        ids(e.devices()),
                        e.devices().stream()
                                .map(device ->
                                        e.job().commandTo(device, e.round()).value())
                                .toArray(UUID[]::new),
                        e.job().value())
                .update();
        moved(e, position);
    }

    private void takeBack(JobEvent.JobDeviceTakenBack e, long position) {
        boolean over = jdbc.sql("select state in ('HALTED', 'CANCELLED') from read.job where job_id = ?")
                .param(e.job().value())
                .query(Boolean.class)
                .single();
        if (over) {
            rounds.putBack(e, position);
            moved(e, position);
        } else {
            device(e, e.device(), JobDeviceState.WAITING, e.code(), position);
        }
    }

    private void device(JobEvent e, DeviceId device, JobDeviceState state, @Nullable String code, long position) {
        jdbc.sql("""
                update read.job_device set state = ?, code = ?::text, position = ?,
                    command_id = case when ? then null else command_id end
                 where job_id = ? and device_id = ?
                """)
                .params(Arrays.asList(
                        state.name(),
                        code,
                        position,
                        e instanceof JobEvent.JobDeviceTakenBack,
                        e.job().value(),
                        device.value()))
                .update();
        moved(e, position);
    }

    private void moved(JobEvent e, long position) {
        jdbc.sql("update read.job set position = ? where job_id = ?")
                .params(position, e.job().value())
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.JOBS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return JobEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.job, read.job_device").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.job order by job_id", "read.job_device order by job_id, ordinal");
    }
}
