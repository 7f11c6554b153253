package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleDefined;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A tenant's own role on its way to the log, and back as what somebody may do. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class OwnRoleMutationsTest {
    private static final String ROLE = "tenant: \"%s\", key: \"cleaner\", reason: \"new line\"";

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    /** Those of the log, beside the test's own people. */
    @Autowired
    @Qualifier("loggedAuthorities") private Authorities logged;

    private GraphQlOverHttp api;
    private TenantId tenant;

    @BeforeEach
    void aTenantOfItsOwn() {
        api = new GraphQlOverHttp(port);
        tenant = new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
        people.revokeAll();
        people.grantAll(tenant.value());
        assertThat(code("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant)))
                .isEqualTo("done");
    }

    @Test
    @Requirement({"11.10(d)", "11.10(g)"})
    void whoHasTheRoleMayWhatTheLogSaysOfItNow() {
        define("device", "tagDevice");
        assertThat(log.last().getPayload()).isInstanceOf(RoleDefined.class);
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant.value())
                .containsEntry(Metadata.REASON, "new line")
                .containsEntry(Metadata.ACTOR_ROLE, "tenant-administrator");
        PersonId ben = employed("cleaner");
        assertThat(role(ben, Permission.TAG_DEVICE, tenant)).contains("cleaner");
        assertThat(role(ben, Permission.RETIRE_DEVICE, tenant)).isEmpty();
        assertThat(role(ben, Permission.TAG_DEVICE, new TenantId("rival"))).isEmpty();

        assertThat(code("changeRolePermissions", of("permissions: [\"device\"]")))
                .isEqualTo("done");
        assertThat(role(ben, Permission.TAG_DEVICE, tenant)).isEmpty();
        assertThat(role(ben, Permission.DEVICE, tenant)).contains("cleaner");

        assertThat(code("withdrawRole", ROLE.formatted(tenant))).isEqualTo("done");
        assertThat(logged.of(ben).active()).isTrue();
        assertThat(logged.of(ben).places()).as("what was withdrawn is no role").isEmpty();
        assertThat(logged.of(ben).knows(tenant)).isFalse();
        assertThat(code("defineRole", of("name: \"Cleaner\", duty: WORK, permissions: [\"device\"]")))
                .as("a key is never given again")
                .isEqualTo("ROLE_EXISTS");
        assertThat(code("changeRolePermissions", of("permissions: [\"tagDevice\"]")))
                .isEqualTo("ROLE_WITHDRAWN");
    }

    @Test
    void aRevokedOwnRoleAllowsNothing() {
        define("device");
        PersonId ben = employed("cleaner");
        assertThat(role(ben, Permission.DEVICE, tenant)).contains("cleaner");
        assertThat(code(
                        "revokeRole",
                        "person: \"%s\", tenant: \"%s\", role: \"cleaner\", reason: \"left\"".formatted(ben, tenant)))
                .isEqualTo("done");
        assertThat(role(ben, Permission.DEVICE, tenant)).isEmpty();
    }

    @Test
    void aRefusalNamesTheInputThatItIsAbout() {
        assertThat(path("defineRole", of("name: \"C\", duty: WORK, permissions: [\"openSite\"]")))
                .isEqualTo("PERMISSION_UNFIT [\"permissions\"]");
        assertThat(path("defineRole", of("name: \"C\", duty: ADMINISTRATION, permissions: [\"openSite\"]")))
                .isEqualTo("DUTY_NOT_FOR_OWN_ROLES [\"duty\"]");
        assertThat(path("defineRole", of("name: \"C\", duty: WORK, permissions: []")))
                .isEqualTo("MALFORMED_INPUT [\"permissions\"]");
        assertThat(path("withdrawRole", ROLE.formatted(tenant))).isEqualTo("OWN_ROLE_UNKNOWN [\"key\"]");
        assertThat(path("withdrawRole", ROLE.formatted("nowhere"))).isEqualTo("OWN_ROLE_UNKNOWN [\"key\"]");
    }

    @Test
    @Requirement("11.10(f)")
    void aRoleIsWithdrawnAfterThePoliciesThatNameIt() {
        define("device", "sign");
        String policy = "tenant: \"%s\", kind: DEVICE_COMMAND, reason: \"SOP 7\"".formatted(tenant);
        assertThat(code(
                        "setSignaturePolicy",
                        policy + ", ordered: true, steps: [{meaning: REVIEW, roles: [\"cleaner\"], count: 1}]"))
                .isEqualTo("done");
        assertThat(path("withdrawRole", ROLE.formatted(tenant))).isEqualTo("ROLE_IN_POLICY [\"key\"]");
        assertThat(path("changeRolePermissions", of("permissions: [\"device\"]")))
                .isEqualTo("ROLE_IN_POLICY [\"key\"]");
        assertThat(code("withdrawSignaturePolicy", policy)).isEqualTo("done");
        assertThat(code("withdrawRole", ROLE.formatted(tenant))).isEqualTo("done");
    }

    private void define(String... permissions) {
        assertThat(code(
                        "defineRole",
                        of("name: \"Cleaner\", duty: WORK, permissions: [\"" + String.join("\", \"", permissions)
                                + "\"]")))
                .isEqualTo("done");
    }

    private PersonId employed(String role) {
        String name = "ben." + tenant;
        assertThat(code(
                        "registerPerson",
                        "subject: \"%s\", printedName: \"Ben\", identityProof: \"HR 1\"".formatted(name)))
                .isEqualTo("done");
        PersonId ben = PersonId.of(PersonId.LOCAL, name);
        assertThat(code(
                        "grantRole",
                        "person: \"%s\", tenant: \"%s\", role: \"%s\", trainingRecord: \"TR 1\", reason: \"new\""
                                .formatted(ben, tenant, role)))
                .isEqualTo("done");
        return ben;
    }

    private Optional<String> role(PersonId person, Permission permission, TenantId where) {
        return logged.of(person).roleFor(permission, where, null).map(GrantedRole::key);
    }

    private String of(String more) {
        return ROLE.formatted(tenant) + ", " + more;
    }

    private String code(String mutation, String input) {
        return answer(mutation, input).at("/errors/0/code").asString("done");
    }

    private String path(String mutation, String input) {
        JsonNode error = answer(mutation, input).at("/errors/0");
        return error.path("code").asString() + " " + error.path("path");
    }

    private JsonNode answer(String mutation, String input) {
        JsonNode answer = api.ask(
                "mutation { %s(input: {%s}) { position errors { code message path } } }".formatted(mutation, input),
                Map.of());
        JsonNode payload = answer.at("/data/" + mutation);
        assertThat(payload.isObject()).as(answer.toString()).isTrue();
        return payload;
    }
}
