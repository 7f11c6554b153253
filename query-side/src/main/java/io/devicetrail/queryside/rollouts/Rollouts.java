package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds rollouts and their devices. */
@Component
class Rollouts {
    private final ReachedTables tables;

    Rollouts(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Rollout> byId(UUID id) {
        return tables.sql("select * from read.rollout_run where run_id = ?")
                .param(id)
                .query(Rollouts::rollout)
                .optional();
    }

    /** The newest first, before that position. */
    List<Rollout> list(String tenant, long before, int limit) {
        return tables.sql("""
                        select * from read.rollout_run where tenant = ? and created_position < ?
                         order by created_position desc limit ?
                        """)
                .params(tenant, before, limit)
                .query(Rollouts::rollout)
                .list();
    }

    /** In the order of the offers, after that place. */
    List<RolloutDevice> devices(
            UUID run, @Nullable RolloutDeviceState state, @Nullable Integer wave, long after, int limit) {
        return tables.sql("""
                        select * from read.rollout_run_device where run_id = :run and place >= :after
                           and (:state::text is null or state = :state::text) and (:wave::int is null or wave = :wave::int)
                         order by place limit :limit
                        """)
                .param("run", run)
                .param("after", after)
                .param("state", state == null ? null : state.name())
                .param("wave", wave)
                .param("limit", limit)
                .query(Rollouts::device)
                .list();
    }

    /** Of the whole tenant, and of the sites that who asks can see. */
    WaveCounts counts(List<UUID> runs) {
        WaveCounts counts = new WaveCounts();
        tables.sql("""
                        select run_id, site_id = '%1$s' as whole, wave, state, sum(devices)::int as devices
                          from read.rollout_run_count
                         where run_id = any(?) and site_id = any((select '%1$s'::uuid || read.reach_sites())::uuid[])
                         group by 1, 2, 3, 4
                        """.formatted(DeviceCounting.WHOLE))
                .param(runs.toArray(UUID[]::new))
                .query(row -> {
                    counts.add(
                            row.getObject("run_id", UUID.class),
                            row.getBoolean("whole"),
                            row.getInt("wave"),
                            RolloutDeviceState.valueOf(row.getString("state")),
                            row.getInt("devices"));
                });
        return counts;
    }

    /**
     * In which time zones devices wait that who asks can see, of the waves that have begun: as many rows of counts as there
     * are zones, states, waves and sites, however many devices wait.
     */
    Map<UUID, List<String>> zonesWaiting(List<Rollout> of) {
        Map<UUID, List<String>> zones = new HashMap<>();
        if (of.isEmpty()) {
            return zones;
        }
        tables.sql("""
                        select distinct run_id, c.zone
                          from read.rollout_run_count c join read.rollout_run r using (run_id)
                         where run_id = any(?) and (c.site_id = '%1$s') = (run_id = any(?))
                           and c.site_id = any((select '%1$s'::uuid || read.reach_sites())::uuid[])
                           and c.state = ? and c.wave <= r.wave and c.devices > 0 and c.zone <> ''
                        """.formatted(DeviceCounting.WHOLE))
                .params(
                        ids(of.stream()),
                        ids(of.stream().filter(rollout -> WholeTenant.isSeen(rollout.tenant()))),
                        RolloutDeviceState.WAITING.name())
                .query(row -> {
                    zones.computeIfAbsent(row.getObject("run_id", UUID.class), id -> new ArrayList<>())
                            .add(row.getString("zone"));
                });
        return zones;
    }

    private static UUID[] ids(Stream<Rollout> of) {
        return of.map(Rollout::rolloutId).distinct().toArray(UUID[]::new);
    }

    private static Rollout rollout(ResultSet row, int number) throws SQLException {
        String stopped = row.getString("stopped");
        return new Rollout(
                row.getObject("run_id", UUID.class),
                row.getString("tenant"),
                row.getObject("plan_id", UUID.class),
                row.getInt("revision"),
                row.getString("plan_hash"),
                Json.read(row.getString("content"), RolloutPlan.class),
                RolloutRunState.valueOf(row.getString("state")),
                row.getInt("round"),
                row.getInt("wave"),
                List.of((Integer[]) row.getArray("wave_ends").getArray()),
                row.getInt("devices"),
                row.getString("cohort_hash"),
                row.getString("seed"),
                instant(row, "soak_until"),
                stopped == null ? null : Json.read(stopped, RolloutStopped.class),
                List.of((UUID[]) row.getArray("signatures").getArray()),
                row.getString("created_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("started_by"),
                instant(row, "started_at"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getLong("created_position"),
                row.getLong("position"));
    }

    private static RolloutDevice device(ResultSet row, int number) throws SQLException {
        return new RolloutDevice(
                row.getObject("device_id", UUID.class),
                row.getInt("place") + 1,
                row.getInt("wave"),
                RolloutDeviceState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getString("code"),
                row.getString("version"),
                instant(row, "at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
