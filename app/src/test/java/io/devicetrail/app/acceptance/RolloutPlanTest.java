package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A rollout plan from its draft to its end: written by an operator, signed by quality, revised, signed again. */
class RolloutPlanTest {
    private final Api api = Api.shared();

    @Test
    @Requirement({"11.10(e)", "11.50", "11.70", "Annex 11 s.9"})
    void aPlanIsSignedUntilSomebodyChangesIt() throws GeneralSecurityException {
        Plant plant = Plant.of(api, "plans");
        policy(plant.tenant());
        Map<String, Object> first = content(plant, "Sensors to 2.1", List.of(plant.basel()));
        JsonNode drafted = api.done("draftRolloutPlan", Map.of("tenant", plant.tenant(), "content", first));
        assertThat(drafted.at("/plan/revision").asInt()).isEqualTo(1);
        assertThat(drafted.at("/plan/signatureState").asString()).isEqualTo("UNSIGNED");
        String plan = drafted.at("/plan/rolloutPlanId").asString();
        Map<String, Object> record = Map.of("kind", "ROLLOUT_PLAN", "id", plan);

        Signer approver = Signer.of(api, plant.tenant(), "plans.approver", Role.QUALITY_APPROVER);
        assertThat(policyOf(record)).isFalse();
        approver.sign(record, "APPROVAL");
        assertThat(shown(plan).path("signatureState").asString()).isEqualTo("SIGNED");
        assertThat(stateOf(record)).isEqualTo("SIGNED");
        assertThat(policyOf(record)).isTrue();

        Map<String, Object> second = content(plant, "Sensors to 2.1, with care", List.of());
        JsonNode revised = api.done("reviseRolloutPlan", revision(plan, 1, second));
        assertThat(revised.at("/plan/revision").asInt()).isEqualTo(2);
        assertThat(shown(plan).path("signatureState").asString()).isEqualTo("CHANGED_SINCE");
        assertThat(stateOf(record)).isEqualTo("CHANGED_SINCE");
        assertThat(policyOf(record)).as("the old signature counts no more").isFalse();
        approver.sign(
                Map.of("kind", "ROLLOUT_PLAN", "id", shown(plan).path("id").asString()), "APPROVAL");
        assertThat(shown(plan).path("signatureState").asString()).isEqualTo("SIGNED");
        assertThat(policyOf(record)).isTrue();

        assertThat(api.refused("reviseRolloutPlan", revision(plan, 1, first))).isEqualTo("PLAN_REVISED_SINCE");
        assertThat(api.refused("withdrawRolloutPlan", Map.of("plan", plan, "reason", " ")))
                .isEqualTo("REASON_MISSING");
        JsonNode withdrawn = api.done("withdrawRolloutPlan", Map.of("plan", plan, "reason", "2.2 is out"));
        assertThat(withdrawn.at("/plan/state").asString()).isEqualTo("WITHDRAWN");
        assertThat(shown(plan).path("signatureState").asString()).isEqualTo("CHANGED_SINCE");
        assertThat(api.refused("reviseRolloutPlan", revision(plan, 2, first))).isEqualTo("PLAN_WITHDRAWN");
        assertThat(api.ask("rolloutPlans", Map.of("tenant", plant.tenant(), "after", api.head()))
                        .at("/edges/0/node/state")
                        .asString())
                .isEqualTo("WITHDRAWN");

        String trail = api.auditTrail(plant.tenant(), plan).toString();
        assertThat(trail)
                .contains("\"recordType\":\"rollout plan\"", "signature.RecordSigned", "2.2 is out")
                .contains(
                        "\"field\":\"title\",\"from\":\"Sensors to 2.1\",\"to\":\"Sensors to 2.1, with care\"",
                        "\"field\":\"cohort.sites\",\"from\":\"[" + plant.basel() + "]\",\"to\":\"all\"",
                        "\"field\":\"state\",\"from\":\"DRAFTED\",\"to\":\"WITHDRAWN\"");
    }

    @Test
    void theSameDraftByTheSameKeyIsAnsweredTheSame() {
        Plant plant = Plant.of(api, "plans-twice");
        Map<String, Object> input = Map.of(
                "tenant",
                plant.tenant(),
                "content",
                content(plant, "Once", List.of(plant.basel(), plant.cork())),
                "clientMutationId",
                "once");
        JsonNode first = api.done("draftRolloutPlan", input);
        assertThat(api.done("draftRolloutPlan", input)).isEqualTo(first);
        assertThat(api.refused(
                        "draftRolloutPlan",
                        Plant.with(input, Map.of("content", content(plant, "Something else", List.of())))))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(api.ask("rolloutPlans", Map.of("tenant", plant.tenant(), "after", api.head()))
                        .path("edges"))
                .hasSize(1);
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantsPlanIsLikeNone() throws GeneralSecurityException {
        Plant theirs = Plant.of(api, "plans-theirs");
        Plant ours = Plant.of(api, "plans-ours");
        String plan = api.done(
                        "draftRolloutPlan",
                        Map.of("tenant", theirs.tenant(), "content", content(theirs, "Theirs", List.of())))
                .at("/plan/rolloutPlanId")
                .asString();
        Signer stranger = Signer.of(api, ours.tenant(), "plans.stranger", Role.OPERATOR);
        assertThat(stranger.ask("rolloutPlan", Map.of("id", plan, "after", api.head()))
                        .isNull())
                .isTrue();
        assertThat(stranger.ask("rolloutPlans", Map.of("tenant", theirs.tenant()))
                        .path("edges"))
                .isEmpty();
        assertThat(stranger.mutate("withdrawRolloutPlan", Map.of("plan", plan, "reason", "curious"))
                        .at("/errors/0/code")
                        .asString())
                .isEqualTo("ROLLOUT_PLAN_UNKNOWN");
        assertThat(api.refused(
                        "draftRolloutPlan",
                        Map.of("tenant", ours.tenant(), "content", content(theirs, "Mixed", List.of()))))
                .isEqualTo("MODEL_VERSION_UNKNOWN");
        assertThat(api.answer(
                                Cast.APPROVER.token(),
                                "mutations",
                                "draftRolloutPlan",
                                Map.of(
                                        "input",
                                        Map.of("tenant", ours.tenant(), "content", content(ours, "Ours", List.of()))))
                        .at("/data/draftRolloutPlan/errors/0/code")
                        .asString())
                .isEqualTo("NOT_AUTHORISED");
    }

    private void policy(String tenant) {
        api.done(
                "setSignaturePolicy",
                Map.of(
                        "tenant",
                        tenant,
                        "kind",
                        "ROLLOUT_PLAN",
                        "steps",
                        List.of(Map.of("meaning", "APPROVAL")),
                        "reason",
                        "SOP 12"));
    }

    /** When signatures are projected as far as the plan: each has a read model of its own. */
    private JsonNode shown(String plan) {
        api.ask("signatures", Map.of("record", Map.of("kind", "ROLLOUT_PLAN", "id", plan), "after", api.head()));
        return api.ask("rolloutPlan", Map.of("id", plan, "after", api.head()));
    }

    private String stateOf(Map<String, Object> record) {
        return api.ask("signatures", Map.of("record", record, "after", api.head()))
                .path("state")
                .asString();
    }

    private boolean policyOf(Map<String, Object> record) {
        return api.ask("signatures", Map.of("record", record, "after", api.head()))
                .at("/policy/complete")
                .asBoolean();
    }

    private static Map<String, Object> revision(String plan, int expected, Map<String, Object> content) {
        return Map.of("plan", plan, "expectedRevision", expected, "content", content, "reason", Plant.REASON);
    }

    private static Map<String, Object> content(Plant plant, String title, List<String> sites) {
        Map<String, Object> content = new HashMap<>();
        content.put("title", title);
        content.put(
                "release", Map.of("name", "hc2a", "version", "2.1", "sha256", "0a".repeat(32), "size", 4_294_967_297L));
        content.put("model", plant.model());
        content.put("modelVersions", List.of(1));
        content.put("cohort", Map.of("sites", sites));
        content.put(
                "waves", List.of(Map.of("percent", 10, "soakMinutes", 1440), Map.of("percent", 100, "soakMinutes", 0)));
        content.put("stop", Map.of("mostFailedPercent", 5));
        content.put("offersPerMinute", 60);
        return content;
    }
}
