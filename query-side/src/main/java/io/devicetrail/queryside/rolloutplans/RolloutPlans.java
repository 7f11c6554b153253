package io.devicetrail.queryside.rolloutplans;

import io.devicetrail.domain.rollout.RolloutPlanState;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds rollout plans. */
@Component
public class RolloutPlans {
    private final ReachedTables tables;

    RolloutPlans(ReachedTables tables) {
        this.tables = tables;
    }

    public Optional<RolloutPlan> byId(UUID id) {
        return tables.sql("select * from read.rollout_plan where plan_id = ?")
                .param(id)
                .query(RolloutPlans::plan)
                .optional();
    }

    /** In the order of their drafts, from after that position on. */
    List<RolloutPlan> list(String tenant, long after, int limit) {
        return tables.sql("""
                        select * from read.rollout_plan where tenant = ? and drafted_position > ?
                         order by drafted_position limit ?
                        """)
                .params(tenant, after, limit)
                .query(RolloutPlans::plan)
                .list();
    }

    private static RolloutPlan plan(ResultSet row, int number) throws SQLException {
        return new RolloutPlan(
                row.getObject("plan_id", UUID.class),
                row.getString("tenant"),
                row.getInt("revision"),
                RolloutPlanState.valueOf(row.getString("state")),
                Json.read(row.getString("content"), io.devicetrail.domain.rollout.RolloutPlan.class),
                row.getString("drafted_by"),
                row.getObject("drafted_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getLong("drafted_position"),
                row.getLong("position"));
    }
}
