package io.devicetrail.domain.rolloutrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.Unfit.Seen;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of a plan for version 2, hardware revision B and the site Basel, and of one that names no site and no revision. */
class UnfitTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final SiteId BERN = SiteId.of(ACME, "bern");
    private static final RolloutPlan STRICT = plan(new Cohort(List.of(BASEL), List.of("B"), tags()));
    private static final RolloutPlan ANY = plan(new Cohort(List.of(), List.of(), tags()));

    @Test
    void whatThePlanNamesFits() {
        assertThat(Unfit.of(STRICT, new Seen(LifeCycle.ACTIVE, BASEL, 2, "B"))).isEmpty();
        assertThat(Unfit.of(ANY, new Seen(LifeCycle.ACTIVE, BERN, 2, null))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void whoIsNotActiveIsNotInService(LifeCycle now) {
        assertThat(Unfit.of(ANY, new Seen(now, BERN, 2, null))).contains(Unfit.NOT_IN_SERVICE);
    }

    @Test
    void whoWasMovedToASiteThatThePlanDoesNotNameIsUnfit() {
        assertThat(Unfit.of(STRICT, new Seen(LifeCycle.ACTIVE, BERN, 2, "B"))).contains(Unfit.SITE_UNFIT);
    }

    @Test
    void whoHasAnotherVersionOfTheModelIsUnfit() {
        assertThat(Unfit.of(ANY, new Seen(LifeCycle.ACTIVE, BASEL, 3, "B"))).contains(Unfit.MODEL_VERSION_UNFIT);
    }

    @Test
    void whoseHardwareWasRevisedSinceIsUnfitAndWhoHasNoRevisionToo() {
        assertThat(Unfit.of(STRICT, new Seen(LifeCycle.ACTIVE, BASEL, 2, "C"))).contains(Unfit.HARDWARE_REVISION_UNFIT);
        assertThat(Unfit.of(STRICT, new Seen(LifeCycle.ACTIVE, BASEL, 2, null)))
                .contains(Unfit.HARDWARE_REVISION_UNFIT);
    }

    private static TreeMap<String, String> tags() {
        return new TreeMap<>(Map.of("line", "1"));
    }

    private static RolloutPlan plan(Cohort cohort) {
        return new RolloutPlan(
                "To 2.1",
                new Release("flow-firmware", "2.1.0", "0a".repeat(32), 4_711),
                DeviceModelId.of(ACME, "Flow AG", "P100"),
                List.of(2),
                cohort,
                List.of(new Wave(100, 0)),
                new StopThresholds(0, null),
                60,
                false);
    }
}
