package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDenied;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Mutations of somebody whose roles change while they ask. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class AuthorityOfMutationsTest {
    private static final String NAMES = "tenant: \"%s\", name: \"Acme\"";
    private static final String SITE = "tenant: \"%s\", key: \"%s\", name: \"Site\", zone: \"Europe/Zurich\"";
    private static final String CHANGE = "device: \"%s\", reason: \"cleaning\"";

    /** Nobody else is denied anything in her name: only some denials of one person get an entry of their own in a minute. */
    private static final PersonId EVE = PersonId.of(PersonId.LOCAL, "eve");

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private GraphQlOverHttp api;
    private String tenant;

    @BeforeEach
    void aTenantOfItsOwn() {
        api = new GraphQlOverHttp(port);
        tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
        people.actAs(EVE);
        people.revokeAll();
        people.grantAll(tenant);
        assertThat(ask("createTenant", NAMES.formatted(tenant))).isEqualTo("done");
        people.revokeAll();
    }

    @AfterEach
    void adaAgain() {
        people.actAs(TestPeople.ADA);
    }

    @Test
    @Requirement("11.10(g)")
    void aRevokedRoleBitesAtTheNextRequestAndTheRoleInForceIsInTheEntry() {
        people.grant(new TenantId(tenant), Role.TENANT_ADMINISTRATOR);
        assertThat(ask("openSite", SITE.formatted(tenant, "one"))).isEqualTo("done");
        assertThat(log.last().getMetaData()).containsEntry(Metadata.ACTOR_ROLE, "tenant-administrator");
        people.revokeAll();
        people.grant(new TenantId(tenant), Role.OPERATOR);
        assertThat(ask("openSite", SITE.formatted(tenant, "two"))).isEqualTo("NOT_AUTHORISED");
    }

    @Test
    @Requirement("11.300(d)")
    void whatIsDeniedIsOnRecord() {
        people.grant(new TenantId(tenant), Role.AUDITOR);
        long head = log.head();
        assertThat(ask("openSite", SITE.formatted(tenant, "one"))).isEqualTo("NOT_AUTHORISED");
        assertThat(log.head()).isEqualTo(head + 1);
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(OperationDenied.class, denied -> {
            assertThat(denied.person()).isEqualTo(EVE);
            assertThat(denied.operation()).isEqualTo("openSite");
            assertThat(denied.where()).isEqualTo(tenant);
        });
        assertThat(log.last().getMetaData()).containsEntry(Metadata.TENANT, tenant);
    }

    @Test
    void whatWasStoredIsNotToldAgainToWhoMayDoItNoMore() {
        String once = SITE.formatted(tenant, "once") + ", clientMutationId: \"once\"";
        people.grant(new TenantId(tenant), Role.TENANT_ADMINISTRATOR);
        assertThat(ask("openSite", once)).isEqualTo("done");
        assertThat(ask("openSite", once)).as("the control").isEqualTo("done");
        people.revokeAll();
        people.grant(new TenantId(tenant), Role.AUDITOR);
        assertThat(ask("openSite", once)).isEqualTo("NOT_AUTHORISED");
        assertThat(log.last().getPayload()).isInstanceOf(OperationDenied.class);
    }

    @Test
    void whatSeparationOfDutiesRefusesIsOnRecord() {
        people.grantAll(tenant);
        ask("registerPerson", "subject: \"eve\", printedName: \"Eve\", identityProof: \"HR 1\"");
        long head = log.head();
        assertThat(ask(
                        "grantRole",
                        "person: \"%s\", role: \"auditor\", tenant: \"%s\", trainingRecord: \"T-1\", reason: \"more\""
                                .formatted(EVE, tenant)))
                .isEqualTo("OWN_AUTHORITY");
        assertThat(log.head()).isEqualTo(head + 1);
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        OperationDenied.class,
                        denied -> assertThat(denied.operation()).isEqualTo("grantRole"));
    }

    @Test
    @Requirement("11.10(d)")
    void anotherTenantsRecordsAreLikeThoseThatDoNotExist() {
        people.grantAll(tenant);
        ask("openSite", SITE.formatted(tenant, "one"));
        log.remember("one");
        ask(
                "publishDeviceModelVersion",
                "tenant: \"%s\", manufacturer: \"Flow AG\", name: \"P100\", version: 1, heartbeatSeconds: 30"
                        .formatted(tenant));
        ask(
                "registerDevice",
                "tenant: \"%s\", site: \"%s\", manufacturer: \"Flow AG\", serialNumber: \"P-1\", model: \"%s\", modelVersion: 1"
                        .formatted(
                                tenant,
                                io.devicetrail.domain.tenant.SiteId.of(new TenantId(tenant), "one"),
                                io.devicetrail.domain.devicemodel.DeviceModelId.of(
                                        new TenantId(tenant), "Flow AG", "P100")));
        String device = DeviceId.of(new TenantId(tenant), "Flow AG", "P-1").toString();
        assertThat(ask("enrolDevice", CHANGE.formatted(device))).isEqualTo("done");

        people.revokeAll();
        people.grantAll("rival");
        String nobodys = UUID.randomUUID().toString();
        assertThat(answer("suspendDevice", CHANGE.formatted(device)).toString().replace(device, "ID"))
                .isEqualTo(answer("suspendDevice", CHANGE.formatted(nobodys))
                        .toString()
                        .replace(nobodys, "ID"));
        for (String bad : new String[] {"reason: \" \"", "reason: \"%s\"".formatted("x".repeat(3_000))}) {
            assertThat(ask("suspendDevice", "device: \"%s\", %s".formatted(device, bad)))
                    .as(bad)
                    .isEqualTo(ask("suspendDevice", "device: \"%s\", %s".formatted(nobodys, bad)));
        }
        String badTag = "device: \"%s\", name: \"\", value: \"1\", reason: \"x\"";
        assertThat(ask("tagDevice", badTag.formatted(device))).isEqualTo(ask("tagDevice", badTag.formatted(nobodys)));
        assertThat(ask("requestCommand", "device: \"%s\", name: \"x\"".formatted(device)))
                .isEqualTo("DEVICE_UNKNOWN");
        assertThat(ask("openSite", SITE.formatted(tenant, "two"))).isEqualTo("TENANT_UNKNOWN");
        assertThat(log.last().getPayload()).isInstanceOf(OperationDenied.class);
        assertThat(log.last().getMetaData())
                .as("the tenant that was probed is not the one to read it")
                .containsEntry(Metadata.TENANT, "installation");
    }

    /** {@code done}, or the code of the refusal. */
    private String ask(String mutation, String input) {
        JsonNode answer = answer(mutation, input);
        return answer.at("/errors").isEmpty()
                ? "done"
                : answer.at("/errors/0/code").asString();
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
