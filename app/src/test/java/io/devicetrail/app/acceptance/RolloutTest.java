package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import java.security.GeneralSecurityException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rollout as people run it: previewed, signed, created, started, and led by hand; over the real parts. */
class RolloutTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(e)", "11.10(f)", "11.50"})
    void aRolloutIsOfTheCohortThatWasPreviewedAndStartsWhenThePlanIsSigned() throws Exception {
        Plant plant = Plant.of(api, "rollouts");
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            ids.add(plant.active("R-" + i));
        }
        String idle = plant.registered("R-9");
        policy(plant.tenant());
        String plan = drafted(plant, "First", 60);
        JsonNode preview = preview(plan);
        assertThat(preview.path("deviceCount").asInt()).isEqualTo(3);
        assertThat(preview.at("/excluded").toString()).isEqualTo("[{\"reason\":\"NOT_IN_SERVICE\",\"devices\":1}]");
        assertThat(preview.path("leastSeconds").asInt()).isEqualTo(3 + 60);

        JsonNode run = api.done("createRollout", creation(plant, plan)).path("rollout");
        String id = run.path("rolloutId").asString();
        assertThat(run.path("state").asString()).isEqualTo("CREATED");
        assertThat(run.path("cohortHash").asString())
                .isEqualTo(preview.path("cohortHash").asString());
        assertThat(api.refused("startRollout", start(id, run))).isEqualTo("SIGNATURES_MISSING");
        Signer.of(api, plant.tenant(), "rollouts.approver", Role.QUALITY_APPROVER)
                .sign(Map.of("kind", "ROLLOUT_PLAN", "id", plan), "APPROVAL");
        assertThat(api.refused("startRollout", Plant.with(start(id, run), Map.of("expectedDevices", 2))))
                .isEqualTo("ROLLOUT_COHORT_NOT_AS_EXPECTED");
        try (Changes told =
                Changes.overServerSentEvents(api, "rolloutChanged", plant.tenant(), Cast.ENGINEER.token())) {
            assertThat(api.done("startRollout", start(id, run))
                            .at("/rollout/state")
                            .asString())
                    .isEqualTo("RUNNING");
            // Nothing is told of what was before the stream stood.
            await().atMost(SOON).until(() -> {
                api.done("pauseRollout", because(id));
                api.done("resumeRollout", because(id));
                String heard = told.seen().toString();
                return heard.contains("\"rolloutId\":\"" + id + "\"") && heard.contains("\"state\":\"RUNNING\"");
            });
        }
        JsonNode started = rollout(id);
        assertThat(started.path("signatures")).hasSize(1);
        assertThat(started.path("devices").path("edges")).hasSize(3);

        assertThat(api.done("pauseRollout", because(id)).at("/rollout/state").asString())
                .isEqualTo("PAUSED");
        String first = started.at("/devices/edges/0/node/deviceId").asString();
        JsonNode skipped = api.done("skipRolloutDevice", Plant.with(because(id), Map.of("device", first)));
        assertThat(skipped.path("errors")).isEmpty();
        assertThat(api.refused("beginNextRolloutWave", Plant.with(because(id), Map.of("after", 1))))
                .isEqualTo("ROLLOUT_STATE_UNFIT");
        assertThat(api.refused("skipRolloutDevice", Plant.with(because(id), Map.of("device", idle))))
                .isEqualTo("DEVICE_NOT_IN_ROLLOUT");
        JsonNode aborted = api.done("abortRollout", because(id)).path("rollout");
        assertThat(aborted.path("state").asString()).isEqualTo("ABORTED");
        JsonNode shown = rollout(id);
        assertThat(shown.at("/stopped/cause").asString()).isEqualTo("PERSON");
        assertThat(shown.at("/stopped/reason").asString()).isEqualTo(Plant.REASON);
        assertThat(shown.at("/progress/skipped").asInt()).isEqualTo(1);
        assertReported(plant.tenant(), id, first);
        assertThat(api.auditTrail(plant.tenant(), id))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains(
                        "rolloutrun.RolloutCreated",
                        "rolloutrun.RolloutStarted",
                        "rolloutrun.RolloutPaused",
                        "rolloutrun.RolloutDeviceSkipped",
                        "rolloutrun.RolloutAborted");
    }

    /** In three days, at the site; nothing is offered, and everybody sees for how long. */
    @Test
    void aRolloutWaitsForAWindowOfTheSite() {
        Plant plant = Plant.of(api, "rollouts-windows");
        plant.active("W-1");
        Map<String, Object> content = new HashMap<>(content(plant, "At night", 60));
        DayOfWeek closed = ZonedDateTime.now(ZoneOffset.UTC).getDayOfWeek().plus(3);
        content.put("windows", List.of(Map.of("days", List.of(closed), "from", "02:00", "minutes", 120)));
        JsonNode drafted = api.done("draftRolloutPlan", Map.of("tenant", plant.tenant(), "content", content))
                .path("plan");
        String plan = drafted.path("rolloutPlanId").asString();
        assertThat(api.ask("rolloutPlan", Map.of("id", plan, "after", api.head()))
                        .path("windows")
                        .toString())
                .isEqualTo("[{\"days\":[\"" + closed + "\"],\"from\":\"02:00\",\"minutes\":120,\"offerMinutes\":120}]");
        JsonNode run = api.done("createRollout", creation(plant, plan)).path("rollout");
        String id = run.path("rolloutId").asString();
        api.done("startRollout", start(id, run));
        assertThat(rollout(id).path("waitingFor").asString())
                .startsWith("the turn of 1 devices, for which a window opens at ");
        assertThat(rollout(id).at("/progress/offered").asInt()).isZero();
        api.done("abortRollout", because(id));
    }

    /** From the plan to the report, by the table of devices: what is previewed is what is created. */
    @Test
    void aPlanSpreadsItsCohortAndLooksAtTheLastDevices() {
        Plant plant = Plant.of(api, "rollouts-spread");
        plant.active("S-1");
        plant.active("S-2");
        Map<String, Object> content = new HashMap<>(content(plant, "Spread", 60));
        content.put("cohort", Map.of("spreadOver", List.of("SITE", "MODEL_VERSION")));
        content.put(
                "stop", Map.of("mostFailedPercent", 5, "recent", Map.of("lastDevices", 20, "mostFailedDevices", 1)));
        String plan = api.done("draftRolloutPlan", Map.of("tenant", plant.tenant(), "content", content))
                .at("/plan/rolloutPlanId")
                .asString();
        JsonNode preview = preview(plan);
        assertThat(preview.path("strata")).hasSize(1);
        assertThat(preview.at("/strata/0/modelVersion").asInt()).isEqualTo(1);
        assertThat(preview.at("/strata/0/waves").toString()).isEqualTo("[1,1]");
        JsonNode run = api.done("createRollout", creation(plant, plan)).path("rollout");
        assertThat(run.path("cohortHash")).isEqualTo(preview.path("cohortHash"));
        JsonNode report =
                api.ask("rolloutReport", Map.of("rollout", run.path("rolloutId").asString(), "after", api.head()));
        assertThat(report.path("spreadOver").toString()).isEqualTo("[\"SITE\",\"MODEL_VERSION\"]");
        assertThat(report.at("/stop/recent/lastDevices").asInt()).isEqualTo(20);
    }

    /** The answer and the export are of one fold. */
    private void assertReported(String tenant, String id, String skipped) throws Exception {
        JsonNode report = api.ask("rolloutReport", Map.of("rollout", id, "after", api.head()));
        assertThat(report.path("state").asString()).isEqualTo("ABORTED");
        assertThat(report.at("/stopped/cause").asString()).isEqualTo("PERSON");
        assertThat(report.at("/stopped/reason").asString()).isEqualTo(Plant.REASON);
        assertThat(report.path("signed")).hasSize(1);
        assertThat(report.at("/signed/0/meaning").asString()).isEqualTo("APPROVAL");
        assertThat(report.at("/signed/0/role").asString()).isEqualTo("quality-approver");
        JsonNode created = api.ask(
                "rolloutReport",
                Map.of("rollout", id, "atPosition", report.at("/steps/0/index").asLong()));
        assertThat(created.path("state").asString()).isEqualTo("CREATED");
        assertThat(created.path("signed")).isEmpty();

        JsonNode exported = JsonMapper.builder()
                .build()
                .readTree(
                        api.get(Cast.AUDITOR, "/audit-export?format=rollout-report&tenant=" + tenant + "&record=" + id)
                                .body());
        for (String field : List.of("state", "cohortHash", "planHash", "signatures", "failures")) {
            assertThat(exported.path(field)).as(field).isEqualTo(report.path(field));
        }
        assertThat(exported.path("steps")).hasSameSizeAs(report.path("steps"));
        assertThat(exported.at("/position").asString())
                .isEqualTo(report.path("position").asString());
        assertThat(exported.at("/signed/0/printedName")).isEqualTo(report.at("/signed/0/printedName"));
        assertThat(exported.at("/waves").toString()).contains("\"SKIPPED\":1");
        assertThat(exported.toString()).doesNotContain(skipped);
    }

    @Test
    void theSameKeyIsTheSameRolloutAndAPlanThatWasRevisedSinceIsNotRun() {
        Plant plant = Plant.of(api, "rollouts-keys");
        plant.active("K-1");
        String plan = drafted(plant, "First", 60);
        JsonNode seen = preview(plan);
        assertThat(seen.path("deviceCount").asInt()).isEqualTo(1);
        Map<String, Object> input = Plant.with(creation(plant, plan), Map.of("clientMutationId", "once"));
        JsonNode created = api.done("createRollout", input).path("rollout");
        plant.active("K-2");
        assertThat(api.done("reviseRolloutPlan", revision(plant, plan))
                        .at("/plan/revision")
                        .asInt())
                .isEqualTo(2);
        JsonNode again = api.done("createRollout", input).path("rollout");
        assertThat(again.path("rolloutId")).isEqualTo(created.path("rolloutId"));
        assertThat(again.path("deviceCount").asInt())
                .as("whatever the fleet is by now")
                .isEqualTo(1);
        assertThat(api.refused("createRollout", Plant.with(input, Map.of("expectedRevision", 2))))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");

        assertThat(api.refused("createRollout", creation(plant, plan))).isEqualTo("ROLLOUT_PLAN_NOT_AS_EXPECTED");
        assertThat(api.refused("startRollout", start(created.path("rolloutId").asString(), created)))
                .isEqualTo("ROLLOUT_PLAN_NOT_AS_CREATED");
        JsonNode second = api.done("createRollout", Plant.with(creation(plant, plan), Map.of("expectedRevision", 2)));
        assertThat(second.at("/rollout/deviceCount").asInt()).isEqualTo(2);
        assertThat(api.ask("rollouts", Map.of("tenant", plant.tenant(), "after", api.head()))
                        .path("edges"))
                .hasSize(2);
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantsRolloutPlanAndDevicesAreLikeNone() throws GeneralSecurityException {
        Plant theirs = Plant.of(api, "rollouts-theirs");
        Plant ours = Plant.of(api, "rollouts-ours");
        String device = theirs.active("T-1");
        String ourDevice = ours.active("O-1");
        String plan = drafted(theirs, "Theirs", 60);
        String run = api.done("createRollout", creation(theirs, plan))
                .at("/rollout/rolloutId")
                .asString();
        Signer stranger = Signer.of(api, ours.tenant(), "rollouts.stranger", Role.OPERATOR);
        assertThat(stranger.ask("rollout", Map.of("id", run, "after", api.head()))
                        .isNull())
                .isTrue();
        assertThat(stranger.ask("rollouts", Map.of("tenant", theirs.tenant())).path("edges"))
                .isEmpty();
        assertThat(stranger.ask("rolloutPreview", Map.of("plan", plan)).isNull())
                .isTrue();
        assertThat(refusal(stranger, "createRollout", creation(ours, plan))).isEqualTo("ROLLOUT_PLAN_UNKNOWN");
        assertThat(refusal(stranger, "abortRollout", because(run))).isEqualTo("ROLLOUT_UNKNOWN");
        String ourPlan = drafted(ours, "Ours", 60);
        JsonNode ourRun = api.done("createRollout", creation(ours, ourPlan)).path("rollout");
        JsonNode cohort = rollout(ourRun.path("rolloutId").asString()).path("devices");
        assertThat(cohort.toString()).contains(ourDevice).doesNotContain(device);
        api.done("startRollout", start(ourRun.path("rolloutId").asString(), ourRun));
        assertThat(api.refused(
                        "skipRolloutDevice",
                        Plant.with(because(ourRun.path("rolloutId").asString()), Map.of("device", device))))
                .isEqualTo("DEVICE_NOT_IN_ROLLOUT");
        assertThat(api.answer(
                                Cast.APPROVER.token(),
                                "mutations",
                                "createRollout",
                                Map.of("input", creation(ours, ourPlan)))
                        .at("/data/createRollout/errors/0/code")
                        .asString())
                .isEqualTo("NOT_AUTHORISED");
    }

    private static String refusal(Signer by, String mutation, Map<String, Object> input) {
        return by.mutate(mutation, input).at("/errors/0/code").asString();
    }

    private String drafted(Plant plant, String title, int offersPerMinute) {
        return api.done(
                        "draftRolloutPlan",
                        Map.of("tenant", plant.tenant(), "content", content(plant, title, offersPerMinute)))
                .at("/plan/rolloutPlanId")
                .asString();
    }

    private static Map<String, Object> revision(Plant plant, String plan) {
        return Map.of(
                "plan", plan, "expectedRevision", 1, "content", content(plant, "Second", 60), "reason", Plant.REASON);
    }

    private JsonNode preview(String plan) {
        return api.ask("rolloutPreview", Map.of("plan", plan, "after", api.head()));
    }

    private JsonNode rollout(String id) {
        return api.ask("rollout", Map.of("id", id, "after", api.head()));
    }

    private void policy(String tenant) {
        List<Map<String, Object>> steps = List.of(Map.of("meaning", "APPROVAL"));
        api.done(
                "setSignaturePolicy",
                Map.of("tenant", tenant, "kind", "ROLLOUT_PLAN", "steps", steps, "reason", "SOP 12"));
    }

    static Map<String, Object> creation(Plant plant, String plan) {
        return Map.of("tenant", plant.tenant(), "plan", plan, "expectedRevision", 1, "reason", Plant.REASON);
    }

    static Map<String, Object> start(String run, JsonNode created) {
        return Map.of(
                "rollout",
                run,
                "expectedDevices",
                created.path("deviceCount").asInt(),
                "expectedCohortHash",
                created.path("cohortHash").asString(),
                "reason",
                "Seen");
    }

    private static Map<String, Object> because(String run) {
        return Map.of("rollout", run, "reason", Plant.REASON);
    }

    static Map<String, Object> content(Plant plant, String title, int offersPerMinute) {
        Map<String, Object> content = new HashMap<>();
        content.put("title", title);
        content.put("release", Map.of("name", "hc2a", "version", "2.1", "sha256", "0a".repeat(32), "size", 4_711));
        content.put("model", plant.model());
        content.put("modelVersions", List.of(1));
        content.put("cohort", Map.of());
        content.put(
                "waves", List.of(Map.of("percent", 10, "soakMinutes", 1), Map.of("percent", 100, "soakMinutes", 0)));
        content.put("stop", Map.of("mostFailedPercent", 5));
        content.put("offersPerMinute", offersPerMinute);
        return content;
    }
}
