package io.devicetrail.domain.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** No revision is invisible: what differs in the plan differs in its trail. */
@Requirement("11.10(e)")
class RolloutReadingTest {
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void namesWithCommasAndQuotesAreToldApart() {
        assertThat(between(List.of("A", "B"), List.of("A, B")))
                .contains(FieldChange.of("cohort.hardwareRevisions", "[\"A\", \"B\"]", "[\"A, B\"]"));
        assertThat(between(List.of("A\", \"B"), List.of("A", "B"))).hasSize(2);
        assertThat(between(List.of("all"), List.of()))
                .contains(FieldChange.of("cohort.hardwareRevisions", "[\"all\"]", "all"));
    }

    /** A plan without windows reads as it did before there were any. */
    @Test
    void windowsAreAFieldOfTheirOwnAndNoneIsNone() {
        RolloutPlan before = plan(List.of());
        RolloutPlan after =
                before.within(List.of(MaintenanceWindow.of("mon, sun from 22:00 for 360 min, offers for 240 min")));
        assertThat(AuditReading.changesOf(
                        new RolloutPlanRevised(RolloutPlanId.of(ACME, "ada", "1"), ACME, 2, before, after)))
                .containsExactly(
                        FieldChange.of("revision", 1, 2),
                        FieldChange.of("windows", null, "[mon, sun from 22:00 for 360 min, offers for 240 min]"));
    }

    @Test
    void whatIsAskedOfDevicesIsToldEachByItself() {
        RolloutPlan before = plan(List.of());
        RolloutPlan after = before.requiring(new Prerequisites(30, List.of("1.9", "2.0")));
        assertThat(AuditReading.changesOf(
                        new RolloutPlanRevised(RolloutPlanId.of(ACME, "ada", "1"), ACME, 2, before, after)))
                .contains(
                        FieldChange.of("prerequisites.leastBatteryPercent", null, 30),
                        FieldChange.of("prerequisites.fromVersions", null, "[1.9, 2.0]"));
    }

    @Test
    void whatACohortIsSpreadOverIsAFieldOfItsOwnAndNothingIsNone() {
        RolloutPlan before = plan(List.of());
        RolloutPlan after = new RolloutPlan(
                before.title(),
                before.release(),
                before.model(),
                before.modelVersions(),
                new Cohort(List.of(), List.of(), new TreeMap<>(), List.of(DeviceTrait.SITE)),
                before.waves(),
                before.stop(),
                before.offersPerMinute(),
                false);
        assertThat(AuditReading.changesOf(
                        new RolloutPlanRevised(RolloutPlanId.of(ACME, "ada", "1"), ACME, 2, before, after)))
                .containsExactly(
                        FieldChange.of("revision", 1, 2), FieldChange.of("cohort.spreadOver", null, "[SITE]"));
    }

    private static List<FieldChange> between(List<String> from, List<String> to) {
        return AuditReading.changesOf(
                new RolloutPlanRevised(RolloutPlanId.of(ACME, "ada", "1"), ACME, 2, plan(from), plan(to)));
    }

    private static RolloutPlan plan(List<String> hardwareRevisions) {
        return new RolloutPlan(
                "Sensors to 2.1",
                new Release("firmware", "2.1", "0".repeat(64), 1),
                DeviceModelId.of(ACME, "Flow AG", "P100"),
                List.of(1),
                new Cohort(List.of(), hardwareRevisions, new TreeMap<>()),
                List.of(new Wave(100, 0)),
                new StopThresholds(1, null),
                60,
                false);
    }
}
