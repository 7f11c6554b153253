package io.devicetrail.commandside.rollout;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.rollout.RolloutCommand.ReviseRolloutPlan;
import io.devicetrail.domain.rollout.RolloutCommand.WithdrawRolloutPlan;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutRejection.PlanRevisedSince;
import io.devicetrail.domain.rollout.RolloutRejection.PlanUnchanged;
import io.devicetrail.domain.rollout.RolloutRejection.PlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutRejection.TooManyRevisions;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

@Requirement({"11.10(e)", "11.10(f)"})
class ChangeRolloutPlanTest {
    private static final RolloutPlanId ID = RolloutPlanId.of(ACME, "ada", "1");
    private static final RolloutPlan FIRST = Plans.named("First");
    private static final RolloutPlan SECOND = Plans.named("Second");
    private static final RolloutPlanDrafted DRAFTED = new RolloutPlanDrafted(ID, ACME, FIRST);
    private static final RolloutPlanRevised REVISED = new RolloutPlanRevised(ID, ACME, 2, FIRST, SECOND);

    private final AggregateTestFixture<RolloutPlanAggregate> plans =
            Fixtures.fixture(RolloutPlanAggregate.class, Fixtures.world());

    @Test
    void aRevisionCarriesTheOldPlanBesideTheNew() {
        plans.given(DRAFTED).when(revise(1, SECOND)).expectEvents(REVISED);
        plans.given(DRAFTED, REVISED)
                .when(revise(2, FIRST))
                .expectEvents(new RolloutPlanRevised(ID, ACME, 3, SECOND, FIRST));
    }

    @Test
    void whatSomebodyRevisedSinceIsNotOverwrittenUnseen() {
        plans.given(DRAFTED, REVISED)
                .when(revise(1, Plans.named("Third")))
                .expectExceptionDetails(new PlanRevisedSince(1, 2))
                .expectNoEvents();
        plans.given(DRAFTED)
                .when(revise(2, SECOND))
                .expectExceptionDetails(new PlanRevisedSince(2, 1))
                .expectNoEvents();
    }

    @Test
    void aRevisionThatSaysTheSameIsNone() {
        plans.given(DRAFTED, REVISED)
                .when(revise(2, SECOND))
                .expectExceptionDetails(new PlanUnchanged(2))
                .expectNoEvents();
    }

    @Test
    void whatARevisionNamesMustBeThere() {
        plans.given(DRAFTED)
                .when(revise(1, Plans.plan("Theirs", PUMP_MODEL, List.of(2), List.of(RIVALS_SITE))))
                .expectExceptionDetails(new SiteUnknown(RIVALS_SITE))
                .expectNoEvents();
        plans.given(DRAFTED)
                .when(revise(1, Plans.plan("Third", PUMP_MODEL, List.of(3), List.of())))
                .expectExceptionDetails(new ModelVersionUnknown(PUMP_MODEL, 3))
                .expectNoEvents();
    }

    @Test
    void revisionsHaveAnEnd() {
        int most = RolloutPlanAggregate.MOST_REVISIONS;
        RolloutPlanRevised lastButOne = new RolloutPlanRevised(ID, ACME, most - 1, FIRST, SECOND);
        plans.given(DRAFTED, lastButOne)
                .when(revise(most - 1, FIRST))
                .expectEvents(new RolloutPlanRevised(ID, ACME, most, SECOND, FIRST));
        plans.given(DRAFTED, new RolloutPlanRevised(ID, ACME, most, FIRST, SECOND))
                .when(revise(most, FIRST))
                .expectExceptionDetails(new TooManyRevisions(most))
                .expectNoEvents();
    }

    @Test
    void aPlanIsWithdrawnAtTheRevisionThatItHas() {
        plans.given(DRAFTED).when(new WithdrawRolloutPlan(ID)).expectEvents(new RolloutPlanWithdrawn(ID, ACME, 1));
        plans.given(DRAFTED, REVISED)
                .when(new WithdrawRolloutPlan(ID))
                .expectEvents(new RolloutPlanWithdrawn(ID, ACME, 2));
    }

    @Test
    void aWithdrawnPlanIsHistory() {
        RolloutPlanWithdrawn withdrawn = new RolloutPlanWithdrawn(ID, ACME, 1);
        plans.given(DRAFTED, withdrawn)
                .when(revise(1, SECOND))
                .expectExceptionDetails(new PlanWithdrawn())
                .expectNoEvents();
        plans.given(DRAFTED, withdrawn)
                .when(new WithdrawRolloutPlan(ID))
                .expectExceptionDetails(new PlanWithdrawn())
                .expectNoEvents();
    }

    private static ReviseRolloutPlan revise(int expected, RolloutPlan plan) {
        return new ReviseRolloutPlan(ID, expected, plan);
    }
}
