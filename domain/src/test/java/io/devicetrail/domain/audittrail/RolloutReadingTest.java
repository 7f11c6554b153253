package io.devicetrail.domain.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
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
                .containsExactly(FieldChange.of("revision", 1, 2), FieldChange.of("cohort.spreadOver", null, "[SITE]"));
    }

    @Test
    void whatIsBorneOfTheLastDevicesIsToldOfThePlanAndOfItsWaves() {
        RolloutPlan before = plan(List.of());
        RecentFailures recent = new RecentFailures(50, 10, null);
        RolloutPlan after = new RolloutPlan(
                before.title(),
                before.release(),
                before.model(),
                before.modelVersions(),
                before.cohort(),
                List.of(new Wave(100, null, 0, null, null, null, recent)),
                new StopThresholds(1, null, new RecentFailures(20, null, 2)),
                before.offersPerMinute(),
                false);
        assertThat(AuditReading.changesOf(
                        new RolloutPlanRevised(RolloutPlanId.of(ACME, "ada", "1"), ACME, 2, before, after)))
                .containsExactly(
                        FieldChange.of("revision", 1, 2),
                        FieldChange.of("stop.recent", null, "of the last 20 at most 2 failed"),
                        FieldChange.of(
                                "waves",
                                "[100 % then 0 min]",
                                "[100 % then 0 min, of the last 50 at most 10 % failed]"));
    }

    /** Another halt reads as it did before. */
    @Test
    void aHaltForTheLastDevicesSaysHowManyOfThemHadFailed() {
        RolloutRunId run = RolloutRunId.of(ACME, "ada", "1");
        assertThat(AuditReading.changesOf(new RolloutHalted(
                        run, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_OF_LAST, 3, 8, 900, 11, 4, 2, 5)))
                .contains(FieldChange.of("failed of the last devices of wave 3", null, 5));
        assertThat(AuditReading.changesOf(new RolloutHalted(
                        run, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 3, 8, 900, 11, 4, 2)))
                .extracting(FieldChange::field)
                .containsExactly("state", "cause", "failed of wave 3", "failed", "notOffered");
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
