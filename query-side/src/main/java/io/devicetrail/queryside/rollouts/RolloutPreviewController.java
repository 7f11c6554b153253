package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.release.SoftwareReleaseState;
import io.devicetrail.domain.rollout.ReleaseFit;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutRejection.ReleaseWithdrawn;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.rolloutplans.RolloutPlan;
import io.devicetrail.queryside.rolloutplans.RolloutPlans;
import io.devicetrail.queryside.software.Software;
import java.util.Optional;
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
    private final Software software;
    private final Positions positions;

    RolloutPreviewController(
            RolloutPlans plans, RolloutCohortSelection cohorts, Software software, Positions positions) {
        this.plans = plans;
        this.cohorts = cohorts;
        this.software = software;
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
        positions.await(ReadModelName.SOFTWARE, after);
        requireSuited(found);
        positions.await(ReadModelName.DEVICES, after);
        try {
            return RolloutPreview.of(found, cohorts.choose(TenantId.of(found.tenant()), found.content()));
        } catch (CommandExecutionException e) {
            Rejection why = e.<Rejection>getDetails().orElseThrow(() -> e);
            throw new QueryError(why.code(), why.message());
        }
    }

    /** No rollout of it would be created, so none is shown: in the same words, before anybody signs. */
    private void requireSuited(RolloutPlan plan) {
        Release planned = plan.content().release();
        software.release(SoftwareReleaseId.of(TenantId.of(plan.tenant()), planned.name(), planned.version())
                        .value())
                .flatMap(release -> release.state() == SoftwareReleaseState.WITHDRAWN
                        ? Optional.<Rejection>of(new ReleaseWithdrawn(planned.name() + " " + planned.version()))
                        : ReleaseFit.objection(plan.content(), release.content())
                                .map(Rejection.class::cast))
                .ifPresent(why -> {
                    throw new QueryError(why.code(), why.message());
                });
    }
}
