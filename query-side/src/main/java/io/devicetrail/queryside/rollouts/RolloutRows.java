package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.queryside.graphql.Json;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row of each run. */
record RolloutRows(JdbcClient jdbc) {
    void create(RolloutRunEvent.RolloutCreated e, String by, OffsetDateTime at, long position) {
        jdbc.sql("""
                insert into read.rollout_run (run_id, tenant, plan_id, revision, plan_hash, content, state, round, wave,
                    wave_ends, devices, cohort_hash, seed, signatures, created_by, created_at, changed_at,
                    created_position, position)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, 0, 0, ?, ?, ?, ?, '{}', ?, ?, ?, ?, ?)
                """)
                .params(
                        e.run().value(),
                        e.tenant().value(),
                        e.plan().value(),
                        e.revision(),
                        e.planHash(),
                        Json.write(e.content()),
                        RolloutRunState.CREATED.name(),
                        ends(e.waves()),
                        e.devices(),
                        e.cohortHash(),
                        e.seed(),
                        by,
                        at,
                        at,
                        position,
                        position)
                .update();
    }

    private static Integer[] ends(List<Integer> sizes) {
        Integer[] ends = new Integer[sizes.size()];
        int end = 0;
        for (int wave = 0; wave < ends.length; wave++) {
            end += sizes.get(wave);
            ends[wave] = end;
        }
        return ends;
    }

    void sign(RolloutRunEvent.RolloutStarted e) {
        jdbc.sql("update read.rollout_run set signatures = ? where run_id = ?")
                .param(e.signatures().stream().map(SignatureId::value).toArray(UUID[]::new))
                .param(e.run().value())
                .update();
    }

    void begin(RolloutRunEvent e, int round, int wave, String by, OffsetDateTime at) {
        jdbc.sql("""
                update read.rollout_run set state = ?, round = ?, wave = ?, soak_until = null, stopped = null,
                    started_by = ?, started_at = ?, changed_at = ? where run_id = ?
                """)
                .params(
                        RolloutRunState.RUNNING.name(),
                        round,
                        wave,
                        by,
                        at,
                        at,
                        e.run().value())
                .update();
    }

    void beginWave(RolloutRunEvent.RolloutWaveBegun e, OffsetDateTime at) {
        jdbc.sql("update read.rollout_run set state = ?, wave = ?, soak_until = null, changed_at = ? where run_id = ?")
                .params(RolloutRunState.RUNNING.name(), e.wave(), at, e.run().value())
                .update();
    }

    void soak(RolloutRunEvent.RolloutWaveEnded e, OffsetDateTime at) {
        jdbc.sql("update read.rollout_run set state = ?, soak_until = ?, changed_at = ? where run_id = ?")
                .params(
                        RolloutRunState.SOAKING.name(),
                        e.soakUntil().atOffset(ZoneOffset.UTC),
                        at,
                        e.run().value())
                .update();
    }

    /** The soak goes on while the run is paused, and is over when the run is. */
    void move(RolloutRunEvent e, RolloutRunState to, @Nullable RolloutStopped why, OffsetDateTime at) {
        jdbc.sql("""
                update read.rollout_run set state = ?, stopped = ?::jsonb, soak_until = case when ? then soak_until end,
                    changed_at = ? where run_id = ?
                """)
                .params(Arrays.asList(
                        to.name(),
                        why == null ? null : Json.write(why),
                        to.live(),
                        at,
                        e.run().value()))
                .update();
    }

    void seen(RolloutRunEvent e, long position) {
        jdbc.sql("update read.rollout_run set position = ? where run_id = ?")
                .params(position, e.run().value())
                .update();
    }

    RolloutRunState stateOf(RolloutRunEvent e) {
        return RolloutRunState.valueOf(jdbc.sql("select state from read.rollout_run where run_id = ?")
                .param(e.run().value())
                .query(String.class)
                .single());
    }
}
