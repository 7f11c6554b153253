package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Rollout plans as they are shown. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class RolloutPlansTest {
    private static final String PLANS =
            "{ rolloutPlans(tenant: \"%s\") { edges { node { rolloutPlanId state revision signatureState } } } }";

    @Autowired
    LogOfTests log;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void aPlanIsShownInItsLastRevision() {
        Map<String, Object> plan = reader("one", new Grant(History.ACME, null, Role.OPERATOR))
                .document("""
                        { rolloutPlan(id: "%s", after: 0) { id rolloutPlanId tenant revision state title
                            release { name version sha256 size } deviceModelId modelVersions
                            cohort { sites hardwareRevisions tags { name value } } waves { percent soakMinutes }
                            stop { mostFailedPercent mostFailedDevices } offersPerMinute downgradeAllowed draftedBy
                            signatureState } }""".formatted(PlanHistory.REVISED))
                .execute()
                .path("rolloutPlan")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(plan)
                .containsEntry("id", GlobalId.of("RolloutPlan", PlanHistory.REVISED))
                .containsEntry("rolloutPlanId", PlanHistory.REVISED.toString())
                .containsEntry("tenant", "acme")
                .containsEntry("revision", 2)
                .containsEntry("state", "DRAFTED")
                .containsEntry("title", "Second")
                .containsEntry("deviceModelId", History.PT100.toString())
                .containsEntry("modelVersions", List.of(1, 2))
                .containsEntry("offersPerMinute", 60)
                .containsEntry("downgradeAllowed", true)
                .containsEntry("draftedBy", "Ada L.")
                .containsEntry("signatureState", "CHANGED_SINCE");
        assertThat(plan.get("release"))
                .hasToString("{name=pt-firmware, version=3.0, sha256=" + "0".repeat(64) + ", size=8589934592}");
        assertThat(plan.get("cohort"))
                .hasToString("{sites=[" + History.BASEL
                        + "], hardwareRevisions=[A], tags=[{name=Area, value=x}, {name=line, value=3}]}");
        assertThat(plan.get("waves")).hasToString("[{percent=10, soakMinutes=60}, {percent=100, soakMinutes=0}]");
        assertThat(plan.get("stop")).hasToString("{mostFailedPercent=null, mostFailedDevices=3}");
    }

    @Test
    @Requirement("11.50")
    void theListSaysHowEachPlanStands() {
        assertThat(plans(reader("all", new Grant(History.ACME, null, Role.AUDITOR)), "acme"))
                .containsExactly(
                        Map.of(
                                "rolloutPlanId",
                                PlanHistory.REVISED.toString(),
                                "state",
                                "DRAFTED",
                                "revision",
                                2,
                                "signatureState",
                                "CHANGED_SINCE"),
                        Map.of(
                                "rolloutPlanId",
                                PlanHistory.WITHDRAWN.toString(),
                                "state",
                                "WITHDRAWN",
                                "revision",
                                1,
                                "signatureState",
                                "UNSIGNED"),
                        Map.of(
                                "rolloutPlanId",
                                PlanHistory.SIGNED.toString(),
                                "state",
                                "DRAFTED",
                                "revision",
                                1,
                                "signatureState",
                                "SIGNED"));
    }

    /** A plan belongs to no site, so who is at one of them sees it; nobody from elsewhere does. */
    @Test
    @Requirement("11.10(d)")
    void aPlanIsSeenFromEverySiteOfItsTenantAndFromNowhereElse() {
        assertThat(plans(reader("site", new Grant(History.ACME, History.VISP, Role.OPERATOR)), "acme"))
                .hasSize(3)
                .extracting(plan -> plan.get("signatureState"))
                .contains("SIGNED");
        assertThat(plans(reader("elsewhere", new Grant(History.OTHER, null, Role.AUDITOR)), "acme"))
                .isEmpty();
    }

    @Test
    @Requirement("11.50")
    void itsSignaturesAreSeenWhereItIsSeen() {
        String question =
                "{ signatures(record: {kind: ROLLOUT_PLAN, id: \"%s\"}) { state signatures { printedName } } }"
                        .formatted(PlanHistory.SIGNED);
        assertThat(answer("site", new Grant(History.ACME, History.VISP, Role.OPERATOR), question))
                .isEqualTo("{signatures={state=SIGNED, signatures=[{printedName=Bea K.}]}}");
        assertThat(answer("elsewhere", new Grant(History.OTHER, null, Role.AUDITOR), question))
                .isEqualTo("{signatures=null}");
    }

    @Test
    void aPlanIsANode() {
        String question = "{ node(id: \"%s\") { __typename ... on RolloutPlan { title signatureState } } }"
                .formatted(GlobalId.of("RolloutPlan", PlanHistory.WITHDRAWN));
        assertThat(answer("node", new Grant(History.ACME, null, Role.OPERATOR), question))
                .isEqualTo("{node={__typename=RolloutPlan, title=First, signatureState=UNSIGNED}}");
    }

    /** What happened to a plan is in the trail of everybody of the tenant, too. */
    @Test
    @Requirement({"11.10(e)", "Annex 11 s.9"})
    void theAuditTrailShowsTheOldValueBesideTheNew() {
        List<Map<String, Object>> trail = reader("trail", new Grant(History.ACME, History.VISP, Role.AUDITOR))
                .document("""
                        { auditTrail(tenant: "acme", record: "%s", first: 1000) {
                            edges { node { recordType event field from to } } } }""".formatted(PlanHistory.REVISED))
                .execute()
                .path("auditTrail.edges[*].node")
                .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
        assertThat(trail)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry).containsEntry("recordType", "rollout plan"));
        assertThat(trail.toString())
                .contains(
                        "field=title, from=First, to=Second",
                        "field=revision, from=1, to=2",
                        "from=all, to=[" + History.BASEL + "]")
                .contains("signature.RecordSigned");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPageGoesOnWhereTheLastOneEnded(int size) {
        GraphQlTester asks = reader("pages", new Grant(History.ACME, null, Role.OPERATOR));
        String cursor = "";
        StringBuilder seen = new StringBuilder();
        for (int from = 0; from < 3; from += size) {
            GraphQlTester.Response answer = asks.document(("{ rolloutPlans(tenant: \"acme\", first: %d%s) {"
                                    + " edges { node { rolloutPlanId } } pageInfo { endCursor hasNextPage } } }")
                            .formatted(size, cursor))
                    .execute();
            answer.path("rolloutPlans.edges[*].node.rolloutPlanId")
                    .entityList(String.class)
                    .get()
                    .forEach(id -> seen.append(id).append(' '));
            answer.path("rolloutPlans.pageInfo.hasNextPage")
                    .entity(Boolean.class)
                    .isEqualTo(from + size < 3);
            cursor = ", afterCursor: \""
                    + answer.path("rolloutPlans.pageInfo.endCursor")
                            .entity(String.class)
                            .get()
                    + "\"";
        }
        assertThat(seen.toString().strip().split(" "))
                .containsExactly(
                        PlanHistory.REVISED.toString(),
                        PlanHistory.WITHDRAWN.toString(),
                        PlanHistory.SIGNED.toString());
    }

    private GraphQlTester reader(String name, Grant grant) {
        return asking.as(authorities.person("plans-" + name, grant));
    }

    private String answer(String name, Grant grant, String question) {
        return String.valueOf(reader(name, grant)
                .document(question)
                .execute()
                .path("")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get());
    }

    private static List<Map<String, Object>> plans(GraphQlTester asks, String tenant) {
        return asks.document(PLANS.formatted(tenant))
                .execute()
                .path("rolloutPlans.edges[*].node")
                .entityList(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }
}
