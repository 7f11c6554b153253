package io.devicetrail.queryside.rolloutplans;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers what a rollout plan says, and which there are. */
@Controller
class RolloutPlansController implements NodeFinder {
    private static final String LIST = "rollout plans";

    private final RolloutPlans plans;
    private final Positions positions;

    RolloutPlansController(RolloutPlans plans, Positions positions) {
        this.plans = plans;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable RolloutPlan rolloutPlan(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.ROLLOUT_PLANS, after);
        return plans.byId(GlobalId.uuid(RolloutPlan.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<RolloutPlan> rolloutPlans(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.ROLLOUT_PLANS, after);
        List<RolloutPlan> rows = plans.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Positions.NONE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, plan -> Cursor.of(LIST, plan.draftedPosition()));
    }

    @SchemaMapping(typeName = "RolloutPlanPayload", field = "plan")
    @Nullable RolloutPlan changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : rolloutPlan(outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return RolloutPlan.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.ROLLOUT_PLAN;
    }

    @Override
    public @Nullable Object find(String localId) {
        return plans.byId(GlobalId.uuid(RolloutPlan.TYPE, localId)).orElse(null);
    }
}
