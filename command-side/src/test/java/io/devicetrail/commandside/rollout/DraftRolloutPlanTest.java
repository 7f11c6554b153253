package io.devicetrail.commandside.rollout;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.rollout.RolloutCommand.DraftRolloutPlan;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DraftRolloutPlanTest {
    private static final RolloutPlanId ID = RolloutPlanId.of(ACME, "ada", "1");
    private static final TenantId NOBODY = new TenantId("nobody");
    private static final DeviceModelId NO_MODEL = DeviceModelId.of(ACME, "Flow AG", "no such model");
    private static final RolloutPlan PLAN = Plans.named("Pumps to 2.1");

    private final AggregateTestFixture<RolloutPlanAggregate> plans =
            Fixtures.fixture(RolloutPlanAggregate.class, Fixtures.world());

    @Test
    void aPlanIsWritten() {
        plans.givenNoPriorActivity().when(draft(ACME, PLAN)).expectEvents(new RolloutPlanDrafted(ID, ACME, PLAN));
    }

    /** Devices that have a deprecated version keep it, and may need the release most of all. */
    @Test
    void aDeprecatedVersionMayBeServed() {
        RolloutPlan both = Plans.plan("Pumps", PUMP_MODEL, List.of(1, 2), List.of());
        plans.givenNoPriorActivity().when(draft(ACME, both)).expectEvents(new RolloutPlanDrafted(ID, ACME, both));
    }

    @Test
    void theSameDraftAgainIsNoSecondPlan() {
        plans.given(new RolloutPlanDrafted(ID, ACME, PLAN))
                .when(draft(ACME, PLAN))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        RolloutPlan other = Plans.named("Revised");
        plans.given(
                        new RolloutPlanDrafted(ID, ACME, PLAN),
                        new RolloutPlanRevised(ID, ACME, 2, PLAN, other),
                        new RolloutPlanWithdrawn(ID, ACME, 2))
                .when(draft(ACME, PLAN))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void anotherDraftByTheSameKeyIsRefused() {
        plans.given(new RolloutPlanDrafted(ID, ACME, PLAN))
                .when(draft(ACME, Plans.named("Something else")))
                .expectExceptionDetails(new KeyReused())
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(DraftRolloutPlan command, Rejection why) {
        plans.givenNoPriorActivity().when(command).expectExceptionDetails(why).expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(draft(NOBODY, PLAN), new TenantUnknown(NOBODY)),
                Arguments.of(
                        draft(NOBODY, Plans.plan("No sites", PUMP_MODEL, List.of(2), List.of())),
                        new TenantUnknown(NOBODY)),
                Arguments.of(
                        draft(ACME, Plans.plan("Theirs", PUMP_MODEL, List.of(2), List.of(BASEL, RIVALS_SITE))),
                        new SiteUnknown(RIVALS_SITE)),
                Arguments.of(
                        draft(ACME, Plans.plan("Theirs", RIVALS_MODEL, List.of(1), List.of())),
                        new ModelVersionUnknown(RIVALS_MODEL, 1)),
                Arguments.of(
                        draft(ACME, Plans.plan("None", NO_MODEL, List.of(1), List.of())),
                        new ModelVersionUnknown(NO_MODEL, 1)),
                Arguments.of(
                        draft(ACME, Plans.plan("Third", PUMP_MODEL, List.of(2, 3), List.of())),
                        new ModelVersionUnknown(PUMP_MODEL, 3)));
    }

    private static DraftRolloutPlan draft(TenantId tenant, RolloutPlan plan) {
        return new DraftRolloutPlan(ID, tenant, plan);
    }
}
