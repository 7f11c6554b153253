package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** People are registered and granted roles; what an auditor of the tenant sees of it. */
class PeopleTest {
    private static final Map<String, String> BECAUSE = Map.of("reason", "New shift");

    private final Api api = Api.shared();

    @Test
    void aRoleIsGrantedForASiteAndRevokedAndTheTenantsAuditTrailTells() {
        Plant plant = Plant.of(api, "people");
        String ada = registered("ada.people");
        Map<String, Object> role = with(
                Map.of("person", ada, "tenant", plant.tenant(), "site", plant.basel(), "role", "operator"), BECAUSE);

        JsonNode granted = api.done("grantRole", with(role, Map.of("trainingRecord", "TR 9")));
        assertThat(granted.path("person").path("roles").toString())
                .isEqualTo("[{\"tenant\":\"people\",\"site\":{\"key\":\"basel\"},\"role\":\"operator\"}]");
        JsonNode revoked = api.done("revokeRole", role);
        assertThat(revoked.path("person").path("roles")).isEmpty();

        String field = "role operator at site " + plant.basel();
        assertThat(api.auditTrail(plant.tenant(), ada))
                .extracting(edge -> edge.path("node").path("field").asString() + ": "
                        + edge.path("node").path("to").asString())
                .containsExactly(field + ": GRANTED", field + " trainingRecord: TR 9", field + ": REVOKED");
        assertThat(api.auditTrail("installation", ada))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains("person.PersonRegistered");
    }

    @Test
    @Requirement({"11.100(a)", "11.300(a)"})
    void aNameIsNeverGivenAgain() {
        String eve = registered("eve.people");
        JsonNode deactivated = api.done("deactivatePerson", with(Map.of("person", eve), BECAUSE));
        assertThat(deactivated.path("person").path("active").asBoolean()).isFalse();
        assertThat(api.refused("registerPerson", registration("eve.people"))).isEqualTo("PERSON_EXISTS");
        api.done("reactivatePerson", with(Map.of("person", eve), BECAUSE));
    }

    @Test
    @Requirement("Annex 11 draft 12.3")
    void administrationAndWorkAreKeptApart() {
        Plant plant = Plant.of(api, "duties");
        String bob = registered("bob.people");
        Map<String, Object> grant =
                with(Map.of("person", bob, "tenant", plant.tenant(), "trainingRecord", "TR 1"), BECAUSE);
        api.done("grantRole", with(grant, Map.of("role", "tenant-administrator")));
        assertThat(api.refused("grantRole", with(grant, Map.of("role", "quality-approver"))))
                .isEqualTo("DUTIES_NOT_SEPARATE");
    }

    @Test
    void whoIsNotRegisteredIsUnknown() {
        String nobody = "00000000-0000-5000-8000-000000000000";
        assertThat(api.refused("deactivatePerson", with(Map.of("person", nobody), BECAUSE)))
                .isEqualTo("PERSON_UNKNOWN");
    }

    private String registered(String subject) {
        return api.done("registerPerson", registration(subject))
                .path("person")
                .path("personId")
                .asString();
    }

    private static Map<String, Object> registration(String subject) {
        return Map.of("subject", subject, "printedName", "Ada of the tests", "identityProof", "HR 1");
    }
}
