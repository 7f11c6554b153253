package io.devicetrail.queryside.exportjobs;

import io.devicetrail.domain.exportjob.ExportJobEvent;
import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects export jobs as the log tells them; how far one is that is being made, is not in it. */
@Component
@ProcessingGroup(ReadModelName.EXPORT_JOBS)
class ExportJobsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    ExportJobsProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata) {
        progress.once(name(), token, position -> {
            if (event instanceof ExportJobEvent e) {
                project(e, position, recordedAt.atOffset(ZoneOffset.UTC), metadata);
            }
        });
    }

    private void project(ExportJobEvent event, long position, OffsetDateTime at, MetaData metadata) {
        switch (event) {
            case ExportJobEvent.ExportJobRequested e -> request(e, position, at, metadata);
            case ExportJobEvent.ExportJobMade e -> {
                change(e, ExportJobState.MADE, null, null, at, position);
                jdbc.sql("update read.export_job set up_to = ?, entries = ?, files = ?::jsonb where job_id = ?")
                        .params(
                                e.upTo(),
                                e.entries(),
                                Json.write(e.files()),
                                e.job().value())
                        .update();
            }
            case ExportJobEvent.ExportJobFailed e ->
                change(e, ExportJobState.FAILED, e.why().name(), null, at, position);
            case ExportJobEvent.ExportJobCancelled e -> change(e, ExportJobState.CANCELLED, null, null, at, position);
            case ExportJobEvent.ExportJobRemoved e ->
                change(e, ExportJobState.REMOVED, null, e.why().name(), at, position);
        }
    }

    private void change(
            ExportJobEvent event,
            ExportJobState state,
            @Nullable String failure,
            @Nullable String removal,
            OffsetDateTime at,
            long position) {
        jdbc.sql("""
                update read.export_job set state = ?, failure = ?, removal = ?, changed_at = ?, position = ?
                where job_id = ?
                """)
                .param(state.name())
                .param(failure)
                .param(removal)
                .param(at)
                .param(position)
                .param(event.job().value())
                .update();
    }

    private void request(ExportJobEvent.ExportJobRequested e, long position, OffsetDateTime at, MetaData metadata) {
        jdbc.sql("""
                insert into read.export_job (job_id, tenant, state, scope, up_to, report, reason, requested_by,
                    requested_at, changed_at, requested_position, position)
                values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(e.job().value())
                .param(e.tenant().value())
                .param(ExportJobState.REQUESTED.name())
                .param(Json.write(e.scope()))
                .param(e.upTo())
                .param(e.report())
                .param(String.valueOf(metadata.getOrDefault(Metadata.REASON, "")))
                .param(String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, "")))
                .param(at)
                .param(at)
                .param(position)
                .param(position)
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.EXPORT_JOBS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return ExportJobEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.export_job").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.export_job order by job_id");
    }
}
