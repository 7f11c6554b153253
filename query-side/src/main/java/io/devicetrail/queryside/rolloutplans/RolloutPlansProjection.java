package io.devicetrail.queryside.rolloutplans;

import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutPlanState;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects rollout plans in their last revision; the earlier ones are in the audit trail. */
@Component
@ProcessingGroup(ReadModelName.ROLLOUT_PLANS)
class RolloutPlansProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    RolloutPlansProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata) {
        progress.once(name(), token, position -> {
            if (event instanceof RolloutEvent e) {
                project(e, position, recordedAt.atOffset(ZoneOffset.UTC), metadata);
            }
        });
    }

    private void project(RolloutEvent event, long position, OffsetDateTime at, MetaData metadata) {
        switch (event) {
            case RolloutEvent.RolloutPlanDrafted e -> draft(e, position, at, metadata);
            case RolloutEvent.RolloutPlanRevised e ->
                jdbc.sql("""
                        update read.rollout_plan set revision = ?, content = ?::jsonb, changed_at = ?, position = ?
                        where plan_id = ?
                        """)
                        .params(
                                e.revision(),
                                Json.write(e.to()),
                                at,
                                position,
                                e.plan().value())
                        .update();
            case RolloutEvent.RolloutPlanWithdrawn e ->
                jdbc.sql("update read.rollout_plan set state = ?, changed_at = ?, position = ? where plan_id = ?")
                        .params(
                                RolloutPlanState.WITHDRAWN.name(),
                                at,
                                position,
                                e.plan().value())
                        .update();
            // Of its runs, and no change of what was signed.
            case RolloutEvent.RolloutPlanApplied e -> {}
        }
    }

    private void draft(RolloutEvent.RolloutPlanDrafted e, long position, OffsetDateTime at, MetaData metadata) {
        jdbc.sql("""
                insert into read.rollout_plan (plan_id, tenant, revision, state, content, drafted_by, drafted_at,
                    changed_at, drafted_position, position)
                values (?, ?, 1, ?, ?::jsonb, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.plan().value(),
                        e.tenant().value(),
                        RolloutPlanState.DRAFTED.name(),
                        Json.write(e.content()),
                        String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, "")),
                        at,
                        at,
                        position,
                        position)
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.ROLLOUT_PLANS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return RolloutEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.rollout_plan").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.rollout_plan order by plan_id");
    }
}
