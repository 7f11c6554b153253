package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutCohorts;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutSelection;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.ReachOfTests;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Plans with windows and their rollouts, at a minute to ten in the morning of UTC on Saturday, 2026-11-21. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class WindowedRolloutsTest {
    private static final TenantId TENANT = TenantId.of("windowed");
    private static final SiteId BERN = SiteId.of(TENANT, "bern");
    private static final SiteId BOSTON = SiteId.of(TENANT, "boston");
    private static final DeviceModelId MODEL = DeviceModelId.of(TENANT, "Flow AG", "P100");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(TENANT, "ada", "windowed");
    private static final RolloutRunId RUN = RolloutRunId.of(TENANT, "ada", "windowed");
    private static final DeviceId IN_BERN = DeviceId.of(TENANT, "Flow AG", "1");
    private static final DeviceId IN_BOSTON = DeviceId.of(TENANT, "Flow AG", "2");
    private static final RolloutPlan CONTENT = new RolloutPlan(
            "At noon",
            new Release("firmware", "3.0", "0".repeat(64), 1),
            MODEL,
            List.of(1),
            new Cohort(List.of(), List.of(), new TreeMap<>()),
            List.of(new Wave(null, 2, 10, 5, 3, 95, new RecentFailures(20, null, 2)), new Wave(100, 0)),
            new StopThresholds(null, 3, new RecentFailures(50, 10, null)),
            60,
            false,
            List.of(MaintenanceWindow.of("sat, sun from 12:00 for 120 min, offers for 60 min")),
            new Prerequisites(30, List.of("1.9")));

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RolloutCohorts cohorts;

    @Autowired
    Asking asking;

    @Autowired
    AuthoritiesOfTests authorities;

    @BeforeEach
    void aRolloutOfTwoSites() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
        boolean there = jdbc.sql("select exists (select from read.rollout_plan where plan_id = ?)")
                .param(PLAN.value())
                .query(Boolean.class)
                .single();
        if (there) {
            return;
        }
        long begin = append(new TenantEvent.TenantCreated(TENANT, "Windowed"));
        append(new TenantEvent.SiteOpened(TENANT, BERN, "bern", "Bern", "Europe/Zurich"));
        append(new TenantEvent.SiteOpened(TENANT, BOSTON, "boston", "Boston", "America/New_York"));
        active(IN_BERN, BERN);
        active(IN_BOSTON, BOSTON);
        append(new RolloutPlanDrafted(PLAN, TENANT, CONTENT));
        List<DeviceId> devices = List.of(IN_BOSTON, IN_BERN);
        append(new RolloutCreated(
                RUN,
                TENANT,
                PLAN,
                1,
                "0".repeat(64),
                7,
                CONTENT,
                2,
                FrozenCohort.hash(devices),
                "seed",
                List.of(2, 0),
                "ada"));
        append(new RolloutCohortListed(RUN, TENANT, 1, devices, List.of("America/New_York", "Europe/Zurich")));
        append(new RolloutStarted(RUN, TENANT, PLAN, 1, "0".repeat(64), "0", "0", List.of()));
        log.project(begin);
    }

    @Test
    void aPlanShowsItsWindows() {
        assertThat(answer(
                        new Grant(TENANT, null, Role.AUDITOR),
                        "rolloutPlan(id: \"%s\") { windows { days from minutes offerMinutes } prerequisites { leastBatteryPercent fromVersions } }"
                                .formatted(PLAN)))
                .isEqualTo("{rolloutPlan={windows=[{days=[SATURDAY, SUNDAY], from=12:00, minutes=120,"
                        + " offerMinutes=60}], prerequisites={leastBatteryPercent=30, fromVersions=[1.9]}}}");
        assertThat(answer(
                        new Grant(History.ACME, null, Role.AUDITOR),
                        "rolloutPlan(id: \"%s\") { windows { from } }".formatted(PlanHistory.SIGNED)))
                .isEqualTo("{rolloutPlan={windows=[]}}");
    }

    /** A wave's own thresholds are what it was judged by, so the plan's alone would mislead. */
    @Test
    void soDoesTheReportOfItsRunAndTheThresholdsOfEachWave() {
        assertThat(answer(
                        new Grant(TENANT, null, Role.AUDITOR),
                        ("rolloutReport(rollout: \"%s\") { windows { days from minutes offerMinutes }"
                                        + " prerequisites { leastBatteryPercent fromVersions } stop { mostFailedDevices"
                                        + " recent { lastDevices mostFailedPercent mostFailedDevices } }"
                                        + " waves { number mostFailedPercent mostFailedDevices leastVerifiedPercent"
                                        + " recent { lastDevices mostFailedDevices } } }")
                                .formatted(RUN)))
                .isEqualTo(
                        "{rolloutReport={windows=[{days=[SATURDAY, SUNDAY], from=12:00, minutes=120,"
                                + " offerMinutes=60}], prerequisites={leastBatteryPercent=30, fromVersions=[1.9]},"
                                + " stop={mostFailedDevices=3, recent={lastDevices=50, mostFailedPercent=10,"
                                + " mostFailedDevices=null}}, waves=[{number=1, mostFailedPercent=5, mostFailedDevices=3,"
                                + " leastVerifiedPercent=95, recent={lastDevices=20, mostFailedDevices=2}}, {number=2,"
                                + " mostFailedPercent=null, mostFailedDevices=null, leastVerifiedPercent=null, recent=null}]}}");
    }

    @Test
    void aWaveShowsWhatItSaysAndNoMore() {
        assertThat(answer(
                        new Grant(TENANT, null, Role.AUDITOR),
                        ("rolloutPlan(id: \"%s\") { waves { percent devices soakMinutes mostFailedPercent"
                                        + " mostFailedDevices leastVerifiedPercent recent { lastDevices mostFailedDevices } }"
                                        + " stop { recent { lastDevices } } }")
                                .formatted(PLAN)))
                .isEqualTo("{rolloutPlan={waves=[{percent=null, devices=2, soakMinutes=10, mostFailedPercent=5,"
                        + " mostFailedDevices=3, leastVerifiedPercent=95, recent={lastDevices=20, mostFailedDevices=2}},"
                        + " {percent=100, devices=null, soakMinutes=0, mostFailedPercent=null, mostFailedDevices=null,"
                        + " leastVerifiedPercent=null, recent=null}], stop={recent={lastDevices=50}}}}");
    }

    @Test
    void theCohortIsFoundWithTheTimeZoneOfTheSiteOfEachDevice() {
        RolloutSelection found = select(CONTENT);
        Map<DeviceId, String> zones = new TreeMap<>(Comparator.comparing(DeviceId::toString));
        for (int place = 0; place < found.devices().size(); place++) {
            zones.put(found.devices().get(place), found.zones().get(place));
        }
        assertThat(zones).containsOnly(Map.entry(IN_BERN, "Europe/Zurich"), Map.entry(IN_BOSTON, "America/New_York"));
        assertThat(select(CONTENT.within(List.of())).zones()).isEmpty();
    }

    /** Of the devices that who asks can see, and of those that wait: in Bern it is noon before it is in Boston. */
    @Test
    void aRolloutWaitsForTheFirstWindowOfADeviceThatWaits() {
        String question = "rollout(id: \"%s\") { waitingFor }".formatted(RUN);
        assertThat(answer(new Grant(TENANT, null, Role.AUDITOR), question))
                .isEqualTo("{rollout={waitingFor=the turn of 2 devices, for which a window opens at"
                        + " 2026-11-21T11:00:00Z, and 0 devices that have not ended}}");
        assertThat(answer(new Grant(TENANT, BOSTON, Role.OPERATOR), question))
                .contains("the turn of devices, for which a window opens at 2026-11-21T17:00:00Z");
        long begin = append(new RolloutOffered(RUN, TENANT, 1, 1, 1, List.of(IN_BERN), 1));
        log.project(begin);
        assertThat(answer(new Grant(TENANT, null, Role.AUDITOR), question))
                .contains("the turn of 1 devices, for which a window opens at 2026-11-21T17:00:00Z, and 1 devices");
    }

    /** However many devices wait. */
    @Test
    void whichWindowItIsFollowsFromTheCountsAlone() {
        String unreadable = "update read.rollout_run_device set zone = reverse(zone) where run_id = ?";
        jdbc.sql(unreadable).param(RUN.value()).update();
        assertThat(answer(
                        new Grant(TENANT, BOSTON, Role.OPERATOR), "rollout(id: \"%s\") { waitingFor }".formatted(RUN)))
                .contains("a window opens at 2026-11-21T17:00:00Z");
        jdbc.sql(unreadable).param(RUN.value()).update();
    }

    /** It keeps the time zone that was frozen with the cohort. */
    @Test
    void whoSeesADeviceThatMovesIsWhoIsToldOfItsWindow() {
        String question = "rollout(id: \"%s\") { waitingFor }".formatted(RUN);
        Grant boston = new Grant(TENANT, BOSTON, Role.OPERATOR);
        long begin = append(new DeviceEvent.DeviceMoved(IN_BOSTON, BOSTON, BERN));
        log.project(begin);
        assertThat(answer(boston, question)).contains("60 a minute at most");
        assertThat(answer(new Grant(TENANT, BERN, Role.OPERATOR), question)).contains("a window opens at");
        begin = append(new DeviceEvent.DeviceMoved(IN_BOSTON, BERN, BOSTON));
        log.project(begin);
        assertThat(answer(boston, question)).contains("a window opens at 2026-11-21T17:00:00Z");
    }

    private RolloutSelection select(RolloutPlan plan) {
        var person = authorities.person("windows-selecting", new Grant(TENANT, null, Role.OPERATOR));
        Caller caller = new Caller(
                ActorType.PERSON, person.toString(), "Ada", "operator", "pwd,otp", "10.0.0.7", "test", null, null);
        return ReachOfTests.call(
                authorities, caller, Permission.CREATE_ROLLOUT, () -> cohorts.select(TENANT, plan, log.head()));
    }

    private String answer(Grant grant, String question) {
        return String.valueOf(asking.as(authorities.person("windows-reading", grant))
                .document("{ " + question + " }")
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get());
    }

    private void active(DeviceId device, SiteId site) {
        String serial = device.equals(IN_BERN) ? "1" : "2";
        append(new DeviceEvent.DeviceRegistered(
                device, TENANT, site, "Flow AG", serial, MODEL, 1, "A", null, null, new TreeMap<>()));
        append(new DeviceEvent.DeviceEnrolled(device, LifeCycle.REGISTERED));
        append(new DeviceEvent.DeviceCommissioned(device, LifeCycle.ENROLLED));
    }

    private long append(Object event) {
        return log.append(event, History.ADA, TENANT.value());
    }
}
