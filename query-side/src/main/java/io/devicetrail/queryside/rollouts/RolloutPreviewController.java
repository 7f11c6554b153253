package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.rolloutplans.RolloutPlan;
import io.devicetrail.queryside.rolloutplans.RolloutPlans;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Answers what a rollout of a plan would be about, for who plans it and who signs it. */
@Controller
class RolloutPreviewController {
    private final RolloutPlans plans;
    private final RolloutCohortSelection cohorts;
    private final Positions positions;

    RolloutPreviewController(RolloutPlans plans, RolloutCohortSelection cohorts, Positions positions) {
        this.plans = plans;
        this.cohorts = cohorts;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable RolloutPreview rolloutPreview(@Argument String plan, @Argument @Nullable Long after) {
        positions.await(ReadModelName.ROLLOUT_PLANS, after);
        RolloutPlan found = plans.byId(GlobalId.uuid(RolloutPlan.TYPE, plan)).orElse(null);
        if (found == null) {
            return null;
        }
        // A count and a hash of a part would be signed.
        WholeTenant.require(found.tenant(), "A preview counts the devices of all sites");
        positions.await(ReadModelName.DEVICES, after);
        try {
            return RolloutPreview.of(found, cohorts.choose(TenantId.of(found.tenant()), found.content()));
        } catch (CommandExecutionException e) {
            Rejection why = e.<Rejection>getDetails().orElseThrow(() -> e);
            throw new QueryError(why.code(), why.message());
        }
    }
}
