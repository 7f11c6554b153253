package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A tenant's own role from its definition to its end: it allows what it lists, and a change bites at once. */
class OwnRolesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String ROLE = "line-cleaner";

    private final Api api = Api.shared();
    private final Staff staff = new Staff(api.graphql());

    @Test
    @Requirement("11.10(g)")
    void aChangeAndAWithdrawalBiteAtTheNextRequest() {
        Plant plant = Plant.of(api, "own-roles");
        String device = plant.registered("R-1");
        JsonNode defined = api.done("defineRole", role(plant, "WORK", "device", "tagDevice"));
        assertThat(defined.path("role").path("permissions").toString()).isEqualTo("[\"device\",\"tagDevice\"]");
        String token = employed("cleaner-1", plant);

        assertThat(tagged(token, device, "1")).isEqualTo("done");
        assertThat(api.auditTrail(plant.tenant(), device).toString()).contains("\"actorRole\":\"" + ROLE + "\"");
        assertThat(asked(token, device)).isEqualTo("R-1");
        assertThat(mutated(token, "retireDevice", Map.of("device", device, "reason", "over")))
                .isEqualTo("NOT_AUTHORISED");

        api.done("changeRolePermissions", permissions(plant, "device"));
        assertThat(tagged(token, device, "2")).isEqualTo("NOT_AUTHORISED");
        assertThat(asked(token, device)).isEqualTo("R-1");

        api.done("changeRolePermissions", permissions(plant, "device", "tagDevice"));
        assertThat(tagged(token, device, "3")).isEqualTo("done");

        api.done("withdrawRole", named(plant));
        assertThat(tagged(token, device, "4"))
                .as("nothing is known of the tenant")
                .isEqualTo("DEVICE_UNKNOWN");
        assertThat(asked(token, device)).isEqualTo("NOT_AUTHORISED");
        assertThat(api.refused("defineRole", role(plant, "WORK", "device"))).isEqualTo("ROLE_EXISTS");
        staff.register("cleaner-2");
        assertThat(api.refused("grantRole", grant("cleaner-2", plant))).isEqualTo("ROLE_WITHDRAWN");

        assertThat(api.auditTrail(plant.tenant(), null).toString())
                .contains("role line-cleaner permissions", "WITHDRAWN", "[device, tagDevice]");
        JsonNode roles = api.ask("roles", Map.of("tenant", plant.tenant(), "after", api.head()))
                .path("edges");
        assertThat(roles).hasSize(8);
        assertThat(roles.path(7).path("node").path("key").asString()).isEqualTo(ROLE);
        assertThat(roles.path(7).path("node").path("withdrawnAt").isNull()).isFalse();
    }

    @Test
    @Requirement("11.10(g)")
    void aStreamEndsWhenTheRoleLosesItsPermissionAndWhenItIsWithdrawn() throws Exception {
        Plant plant = Plant.of(api, "own-roles-stream");
        String device = plant.registered("R-1");
        api.done("defineRole", role(plant, "WORK", "deviceChanged", "tagDevice"));
        String token = employed("cleaner-3", plant);
        try (Changes changes = begun(plant, device, token)) {
            api.done("changeRolePermissions", permissions(plant, "tagDevice"));
            await().atMost(SOON).until(changes::ended);
        }
        api.done("changeRolePermissions", permissions(plant, "deviceChanged"));
        try (Changes changes = begun(plant, device, token)) {
            api.done("withdrawRole", named(plant));
            await().atMost(SOON).until(changes::ended);
        }
    }

    @Test
    @Requirement("11.10(d)")
    void aRoleNeitherAdministersNorCountsElsewhere() {
        Plant plant = Plant.of(api, "own-roles-walls");
        Plant other = Plant.of(api, "own-roles-other");
        assertThat(api.refused("defineRole", role(plant, "ADMINISTRATION", "openSite")))
                .isEqualTo("DUTY_NOT_FOR_OWN_ROLES");
        assertThat(api.refused("defineRole", role(plant, "WORK", "grantRole"))).isEqualTo("PERMISSION_UNFIT");
        assertThat(api.refused("defineRole", role(plant, "WORK", "auditTrail"))).isEqualTo("PERMISSION_UNFIT");
        api.done("defineRole", role(plant, "QUALITY", "auditTrail"));
        staff.register("cleaner-4");
        assertThat(api.refused("grantRole", grant("cleaner-4", other))).isEqualTo("ROLE_UNKNOWN");
        api.done("grantRole", grant("cleaner-4", plant));
        Map<String, Object> administrator = grant("cleaner-4", plant);
        administrator.put("role", "tenant-administrator");
        assertThat(api.refused("grantRole", administrator)).isEqualTo("DUTIES_NOT_SEPARATE");
    }

    private Changes begun(Plant plant, String device, String token) throws Exception {
        Changes changes = Changes.overServerSentEvents(api, plant.tenant(), token);
        await().until(() -> {
            plant.tag(device, "begun", String.valueOf(api.head()));
            return !changes.seen().isEmpty();
        });
        assertThat(changes.ended()).isFalse();
        return changes;
    }

    private String employed(String subject, Plant plant) {
        staff.register(subject);
        staff.grant(subject, plant.tenant(), ROLE);
        return TestIssuer.shared().token(subject);
    }

    private static Map<String, Object> named(Plant plant) {
        return new HashMap<>(Map.of("tenant", plant.tenant(), "key", ROLE, "reason", Plant.REASON));
    }

    private static Map<String, Object> permissions(Plant plant, String... permissions) {
        Map<String, Object> input = named(plant);
        input.put("permissions", List.of(permissions));
        return input;
    }

    private static Map<String, Object> role(Plant plant, String duty, String... permissions) {
        Map<String, Object> input = permissions(plant, permissions);
        input.put("name", "Cleaner of the line");
        input.put("duty", duty);
        return input;
    }

    private static Map<String, Object> grant(String subject, Plant plant) {
        return new HashMap<>(Map.of(
                "person",
                TestIssuer.person(subject).toString(),
                "tenant",
                plant.tenant(),
                "role",
                ROLE,
                "trainingRecord",
                "TR 7",
                "reason",
                Plant.REASON));
    }

    private String tagged(String token, String device, String value) {
        return mutated(
                token, "tagDevice", Map.of("device", device, "name", "line", "value", value, "reason", "cleaned"));
    }

    /** {@code done}, or the code of the refusal. */
    private String mutated(String token, String mutation, Map<String, ?> input) {
        JsonNode payload = api.answer(token, "mutations", mutation, Map.of("input", input))
                .path("data")
                .path(mutation);
        return payload.path("errors").path(0).path("code").asString("done");
    }

    /** The serial number, or the code of the refusal. */
    private String asked(String token, String device) {
        JsonNode answer = staff.ask(token, "{ device(id: \"" + device + "\") { serialNumber } }", Map.of());
        return answer.path("data")
                .path("device")
                .path("serialNumber")
                .asString(answer.path("errors")
                        .path(0)
                        .path("extensions")
                        .path("code")
                        .asString("none"));
    }
}
