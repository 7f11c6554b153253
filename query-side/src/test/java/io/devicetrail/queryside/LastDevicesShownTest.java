package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A rollout that halted as two of its last four devices had failed, of five that failed in all. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class LastDevicesShownTest {
    private static final TenantId TENANT = TenantId.of("lastdevices");
    private static final RolloutRunId RUN = RolloutRunId.of(TENANT, "ada", "last");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(TENANT, "ada", "last");
    private static final List<DeviceId> DEVICES = List.of(DeviceId.of(TENANT, "Flow AG", "1"));
    private static final String HASH = "0".repeat(64);

    @Autowired
    LogOfTests log;

    @Autowired
    Asking asking;

    @Autowired
    AuthoritiesOfTests authorities;

    @Test
    void whatHaltedItIsToldOfTheRolloutAndInItsReport() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
        RolloutPlan content = new RolloutPlan(
                "Last devices",
                new Release("firmware", "3.0", HASH, 1),
                DeviceModelId.of(TENANT, "Flow AG", "P100"),
                List.of(1),
                new Cohort(List.of(), List.of(), new TreeMap<>()),
                List.of(new Wave(100, 0)),
                new StopThresholds(null, 100, new RecentFailures(4, null, 1)),
                60,
                false);
        long begin = append(new RolloutCreated(
                RUN, TENANT, PLAN, 1, HASH, 7, content, 1, FrozenCohort.hash(DEVICES), "seed", List.of(1), "ada"));
        append(new RolloutCohortListed(RUN, TENANT, 1, DEVICES));
        append(new RolloutStarted(RUN, TENANT, PLAN, 1, HASH, HASH, HASH, List.of()));
        append(new RolloutHalted(
                RUN, TENANT, RolloutRunState.RUNNING, RolloutStopCause.FAILED_OF_LAST, 1, 5, 9, 6, 3, 0, 2));
        log.project(begin);
        assertThat(answer(
                        "rollout(id: \"%s\") { stopped { cause wave failedOfWave waveDevices failedOfLast failed } }"))
                .isEqualTo("{rollout={stopped={cause=FAILED_OF_LAST, wave=1, failedOfWave=5, waveDevices=9,"
                        + " failedOfLast=2, failed=6}}}");
        assertThat(answer("rolloutReport(rollout: \"%s\") { stopped { cause failedOfWave failedOfLast failed }"
                        + " steps { kind failedOfLast } }"))
                .isEqualTo("{rolloutReport={stopped={cause=FAILED_OF_LAST, failedOfWave=5, failedOfLast=2, failed=6},"
                        + " steps=[{kind=CREATED, failedOfLast=null}, {kind=STARTED, failedOfLast=null},"
                        + " {kind=HALTED, failedOfLast=2}]}}");
    }

    private String answer(String question) {
        return String.valueOf(asking.as(authorities.person("last-devices", new Grant(TENANT, null, Role.AUDITOR)))
                .document("{ " + question.formatted(RUN) + " }")
                .execute()
                .path("")
                .entity(Object.class)
                .get());
    }

    private long append(Object event) {
        return log.append(event, History.ADA, TENANT.value());
    }
}
