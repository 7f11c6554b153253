package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a rollout would be about, before anybody signs its plan. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class RolloutPreviewTest {
    private static final TenantId TENANT = TenantId.of("previews");
    private static final SiteId NORTH = SiteId.of(TENANT, "north");
    private static final SiteId EAST = SiteId.of(TENANT, "east");
    private static final DeviceModelId MODEL = DeviceModelId.of(TENANT, "Flow AG", "P100");
    private static final DeviceModelId OTHER_MODEL = DeviceModelId.of(TENANT, "Flow AG", "P200");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(TENANT, "ada", "plan");
    private static final RolloutPlanId WIDE = RolloutPlanId.of(TENANT, "ada", "wide");
    private static final RolloutPlanId SPREAD = RolloutPlanId.of(TENANT, "ada", "spread");
    private static final RolloutPlanId SPREAD_WHOLLY = RolloutPlanId.of(TENANT, "ada", "spread wholly");
    private static final DeviceId FIT = device("1");
    private static final DeviceId FIT_TOO = device("2");

    private static final String ALL = """
            { rolloutPreview(plan: "%s", after: %d) { plan { revision } deviceCount cohortHash leastSeconds
                excluded { reason devices } waves { number devices offerSeconds soakMinutes }
                strata { site modelVersion hardwareRevision devices waves } } }""";

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Asking asking;

    @Autowired
    AuthoritiesOfTests authorities;

    @BeforeEach
    void aFleet() {
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
        long begin = log.head() + 1;
        append(new RolloutPlanDrafted(
                PLAN, TENANT, plan(new Cohort(List.of(NORTH), List.of("A", "C"), tags("1")), 6, 0)));
        append(new RolloutPlanDrafted(WIDE, TENANT, plan(all(), 6_000, 0)));
        append(new RolloutPlanDrafted(SPREAD, TENANT, plan(spreadOver(DeviceTrait.HARDWARE_REVISION), 6_000, 0)));
        append(new RolloutPlanDrafted(
                SPREAD_WHOLLY, TENANT, plan(spreadOver(DeviceTrait.SITE, DeviceTrait.MODEL_VERSION), 6_000, 0)));
        active("1", NORTH, MODEL, 1, "A", "1");
        active("2", NORTH, MODEL, 2, "C", "1");
        active("3", NORTH, MODEL, 1, "B", "1");
        registered("4", NORTH, MODEL, 1, "A", "1");
        active("5", NORTH, MODEL, 3, "A", "1");
        active("6", NORTH, MODEL, 1, "A", "2");
        active("7", EAST, MODEL, 1, "A", "1");
        active("8", NORTH, OTHER_MODEL, 1, "A", "1");
        active("9", NORTH, MODEL, 1, null, "1");
        log.append(
                new DeviceEvent.DeviceRegistered(
                        DeviceId.of(History.OTHER, "Flow AG", "10"),
                        History.OTHER,
                        NORTH,
                        "Flow AG",
                        "10",
                        MODEL,
                        1,
                        "A",
                        null,
                        null,
                        tags("1")),
                History.ADA,
                History.OTHER.value());
        log.project(begin);
    }

    @Test
    void itCountsTheDevicesOfEachWaveAndThoseLeftOutWithTheReason() {
        Map<String, Object> preview = preview(PLAN, Role.OPERATOR);
        assertThat(preview)
                .containsEntry("deviceCount", 2)
                .containsEntry("cohortHash", FrozenCohort.hash(List.of(FIT, FIT_TOO)))
                .containsEntry("plan", Map.of("revision", 1));
        assertThat(preview.get("excluded"))
                .hasToString("[{reason=NOT_IN_SERVICE, devices=1}, {reason=MODEL_VERSION_UNFIT, devices=1},"
                        + " {reason=HARDWARE_REVISION_UNFIT, devices=2}]");
    }

    /** Six in a minute is one in ten seconds; the wave without devices, and its soak, are passed over. */
    @Test
    void itEstimatesTheLeastTimeFromTheRateAndTheSoaks() {
        Map<String, Object> preview = preview(PLAN, Role.QUALITY_APPROVER);
        assertThat(preview.get("waves"))
                .hasToString("[{number=1, devices=1, offerSeconds=10, soakMinutes=10},"
                        + " {number=2, devices=0, offerSeconds=0, soakMinutes=0},"
                        + " {number=3, devices=1, offerSeconds=10, soakMinutes=30}]");
        assertThat(preview.get("leastSeconds")).hasToString("2420");
    }

    /** Without sites, hardware revisions and tags all of the model's versions are in it. */
    @Test
    void whatACohortDoesNotNameItDoesNotAsk() {
        Map<String, Object> preview = preview(WIDE, Role.AUDITOR);
        assertThat(preview)
                .containsEntry("deviceCount", 6)
                .containsEntry(
                        "cohortHash",
                        FrozenCohort.hash(List.of(FIT, FIT_TOO, device("3"), device("6"), device("7"), device("9"))));
        assertThat(preview.get("excluded"))
                .hasToString("[{reason=NOT_IN_SERVICE, devices=1}, {reason=MODEL_VERSION_UNFIT, devices=1}]");
    }

    /** Three of A, and one each of B, of C and of none: waves of three, none and three. */
    @Test
    void itCountsTheDevicesOfEachKindInEachWave() {
        assertThat(preview(WIDE, Role.AUDITOR)).containsEntry("strata", List.of());
        Map<String, Object> preview = preview(SPREAD, Role.AUDITOR);
        assertThat(preview.get("waves").toString()).contains("number=1, devices=3", "number=2, devices=0");
        List<Map<String, Object>> strata = strata(preview);
        assertThat(strata).extracting(one -> one.get("hardwareRevision")).containsExactly(null, "A", "B", "C");
        assertThat(strata).extracting(one -> one.get("devices")).containsExactly(1, 3, 1, 1);
        assertThat(strata)
                .allSatisfy(one -> assertThat(one).containsEntry("site", null).containsEntry("modelVersion", null));
        List<Integer> ofFirst =
                strata.stream().map(one -> waves(one).getFirst()).toList();
        assertThat(ofFirst.get(1)).as("the half of three").isBetween(1, 2);
        assertThat(ofFirst.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
        assertThat(strata)
                .allSatisfy(one -> assertThat(
                                waves(one).stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(one.get("devices")));
    }

    @Test
    void aKindIsWhatAllTraitsMakeTogether() {
        assertThat(strata(preview(SPREAD_WHOLLY, Role.AUDITOR)))
                .extracting(one -> one.get("site") + " " + one.get("modelVersion") + " " + one.get("devices"))
                .containsExactlyInAnyOrder(NORTH + " 1 4", NORTH + " 2 1", EAST + " 1 1");
    }

    @Test
    void aCohortOfTooManyKindsIsRefusedWithAWayOut() {
        jdbc.sql("""
                insert into read.device (device_id, tenant, site_id, manufacturer, serial_number, model_id, model_version,
                    hardware_revision, tags, life_cycle, registered_at, registered_position, position)
                select md5('kind' || i)::uuid, 'previews', ?, 'm', 'kind' || i, ?, 1, 'K' || i, '{}', 'ACTIVE', now(), 0, 0
                  from generate_series(1, 997) i
                """).params(NORTH.value(), MODEL.value()).update();
        try {
            assertThat(refusal(SPREAD, new Grant(TENANT, null, Role.OPERATOR)))
                    .contains("ROLLOUT_STRATA_TOO_MANY", "1001 kinds", "1000 at most", "revise the plan");
            assertThat(preview(WIDE, Role.OPERATOR))
                    .as("others are not hindered")
                    .containsEntry("deviceCount", 1_003);
        } finally {
            jdbc.sql("delete from read.device where serial_number like 'kind%'").update();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> strata(Map<String, Object> preview) {
        return (List<Map<String, Object>>) preview.get("strata");
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> waves(Map<String, Object> stratum) {
        return (List<Integer>) stratum.get("waves");
    }

    @Test
    void aRevisionIsPreviewedAsItIsNow() {
        RolloutPlanId plan = RolloutPlanId.of(TENANT, "ada", "revised " + log.head());
        RolloutPlan first = plan(all(), 60, 0);
        long begin = append(new RolloutPlanDrafted(plan, TENANT, first));
        append(new RolloutPlanRevised(
                plan, TENANT, 2, first, plan(new Cohort(List.of(EAST), List.of(), new TreeMap<>()), 60, 0)));
        log.project(begin);
        assertThat(preview(plan, Role.OPERATOR))
                .containsEntry("plan", Map.of("revision", 2))
                .containsEntry("deviceCount", 1);
    }

    @Test
    void aCohortThatIsTooLargeIsRefusedWithAWayOut() {
        jdbc.sql("""
                insert into read.device (device_id, tenant, site_id, manufacturer, serial_number, model_id, model_version,
                    tags, life_cycle, registered_at, registered_position, position)
                select md5('many' || i)::uuid, 'previews', ?, 'm', 'many' || i, ?, 1, '{}', 'ACTIVE', now(), 0, 0
                  from generate_series(1, 100000) i
                """).params(NORTH.value(), MODEL.value()).update();
        try {
            assertThat(refusal(WIDE, new Grant(TENANT, null, Role.OPERATOR)))
                    .contains("ROLLOUT_COHORT_TOO_LARGE", "100006 devices", "100000 at most", "revise the plan");
            assertThat(preview(PLAN, Role.OPERATOR))
                    .as("others are not hindered")
                    .containsEntry("deviceCount", 2);
        } finally {
            jdbc.sql("delete from read.device where serial_number like 'many%'").update();
        }
    }

    /** A count of one site's devices would be taken for that of all. */
    @Test
    @Requirement("11.10(d)")
    void itTakesARoleForTheWholeTenant() {
        assertThat(refusal(PLAN, new Grant(TENANT, NORTH, Role.OPERATOR))).contains("NOT_WHOLE_TENANT");
        assertThat(refusal(PLAN, new Grant(TENANT, null, Role.INTEGRATOR))).contains("NOT_AUTHORISED");
        assertThat(refusal(PLAN, new Grant(TENANT, NORTH, Role.OPERATOR), new Grant(History.ACME, null, Role.OPERATOR)))
                .as("a role for another tenant does not help")
                .contains("NOT_WHOLE_TENANT");
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantsPlanIsLikeNone() {
        for (RolloutPlanId plan : List.of(PLAN, RolloutPlanId.of(TENANT, "ada", "none"))) {
            assertThat(asks(new Grant(History.ACME, null, Role.OPERATOR))
                            .document(ALL.formatted(plan, 0))
                            .execute()
                            .path("")
                            .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                            .get())
                    .hasToString("{rolloutPreview=null}");
        }
    }

    private Map<String, Object> preview(RolloutPlanId plan, Role role) {
        return asks(new Grant(TENANT, null, role))
                .document(ALL.formatted(plan, log.head()))
                .execute()
                .path("rolloutPreview")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private String refusal(RolloutPlanId plan, Grant... grants) {
        StringBuilder refusal = new StringBuilder();
        asks(grants)
                .document(ALL.formatted(plan, 0))
                .execute()
                .errors()
                .satisfy(errors -> errors.forEach(
                        error -> refusal.append(error.getExtensions().get("code"))
                                .append(": ")
                                .append(error.getMessage())));
        return refusal.toString();
    }

    private GraphQlTester asks(Grant... grants) {
        return asking.as(authorities.person("previewer-of-rollouts", grants));
    }

    private static Cohort all() {
        return new Cohort(List.of(), List.of(), new TreeMap<>());
    }

    private static Cohort spreadOver(DeviceTrait... traits) {
        return new Cohort(List.of(), List.of(), new TreeMap<>(), List.of(traits));
    }

    private static TreeMap<String, String> tags(String line) {
        return new TreeMap<>(Map.of("line", line));
    }

    private static RolloutPlan plan(Cohort cohort, int offersPerMinute, int mostFailed) {
        return new RolloutPlan(
                "Preview",
                new Release("firmware", "3.0", "0".repeat(64), 1),
                MODEL,
                List.of(1, 2),
                cohort,
                List.of(new Wave(40, 10), new Wave(50, 20), new Wave(100, 30)),
                new StopThresholds(null, mostFailed),
                offersPerMinute,
                false);
    }

    private static DeviceId device(String serial) {
        return DeviceId.of(TENANT, "Flow AG", serial);
    }

    private void active(
            String serial, SiteId site, DeviceModelId model, int version, @Nullable String hardware, String line) {
        registered(serial, site, model, version, hardware, line);
        append(new DeviceEvent.DeviceEnrolled(device(serial), LifeCycle.REGISTERED));
        append(new DeviceEvent.DeviceCommissioned(device(serial), LifeCycle.ENROLLED));
    }

    private void registered(
            String serial, SiteId site, DeviceModelId model, int version, @Nullable String hardware, String line) {
        append(new DeviceEvent.DeviceRegistered(
                device(serial), TENANT, site, "Flow AG", serial, model, version, hardware, null, null, tags(line)));
    }

    private long append(Object event) {
        return log.append(event, History.ADA, TENANT.value());
    }
}
