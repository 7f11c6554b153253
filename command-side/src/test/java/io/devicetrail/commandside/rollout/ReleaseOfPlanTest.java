package io.devicetrail.commandside.rollout;

import static io.devicetrail.commandside.Fixtures.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Rejected;
import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.ReviseRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.WithdrawRolloutPlan;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutRejection.ReleaseUnfit;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** The release is not for all that the plan names. */
class ReleaseOfPlanTest {
    private static final RolloutPlanId ID = RolloutPlanId.of(ACME, "ada", "1");
    private static final RolloutPlan PLAN = Plans.named("Pumps");
    private static final ReleaseUnfit UNFIT = new ReleaseUnfit("flow 2.1.0", "modelVersions", "can name none but 1");

    private final AggregateTestFixture<RolloutPlanAggregate> plans =
            Fixtures.fixture(RolloutPlanAggregate.class, Fixtures.world(), findings -> {}, (tenant, plan) -> {
                assertThat(tenant).isEqualTo(ACME);
                assertThat(plan).isEqualTo(PLAN);
                throw Rejected.because(UNFIT);
            });

    @Test
    void itIsNotDrafted() {
        plans.givenNoPriorActivity()
                .when(new DraftRolloutPlan(ID, ACME, PLAN))
                .expectExceptionDetails(UNFIT)
                .expectNoEvents();
    }

    @Test
    void noPlanIsRevisedToIt() {
        plans.given(new RolloutPlanDrafted(ID, ACME, Plans.named("Others")))
                .when(new ReviseRolloutPlan(ID, 1, PLAN))
                .expectExceptionDetails(UNFIT)
                .expectNoEvents();
    }

    /** As its release may have been published since. */
    @Test
    void aPlanThatSaysItIsWithdrawnAllTheSame() {
        plans.given(new RolloutPlanDrafted(ID, ACME, PLAN))
                .when(new WithdrawRolloutPlan(ID))
                .expectEvents(new RolloutPlanWithdrawn(ID, ACME, 1));
    }
}
