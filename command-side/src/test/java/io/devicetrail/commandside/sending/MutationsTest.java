package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandRejection.CommandUnknown;
import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The mutations over real HTTP, against the schema's own files and a log in memory. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class MutationsTest {
    private static final String CONTRACT = """
            heartbeatSeconds: 30,
            telemetry: [{name: "temperature", type: NUMBER, unit: "°C", minimum: -40, maximum: 120}],
            commands: [{name: "dose", timeoutSeconds: 60, arguments: [{name: "ml", type: INTEGER}]}]""";

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    @Autowired
    private CommandGateway gateway;

    private GraphQlOverHttp api;
    private String tenant;

    @BeforeEach
    void aTenantOfItsOwn() {
        api = new GraphQlOverHttp(port);
        tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
        people.revokeAll();
        people.grantAll(tenant);
        accepted("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(tenant));
    }

    @Test
    void aDeviceIsTakenThroughItsLifeAndCommanded() {
        String device = activePump("P-1");
        accepted("tagDevice", "device: \"%s\", name: \"line\", value: \"2\", reason: \"new line\"".formatted(device));
        accepted("requestCommand", "device: \"%s\", name: \"dose\", arguments: {ml: 5}".formatted(device));
        assertThat(log.last().getPayload().toString()).contains("arguments={ml=5}", "timeoutSeconds=60");
        String command = log.last().getAggregateIdentifier();
        accepted("cancelCommand", "command: \"%s\", reason: \"not needed\"".formatted(command));
        accepted("suspendDevice", "device: \"%s\", reason: \"cleaning\"".formatted(device));
        assertThat(refused("requestCommand", "device: \"%s\", name: \"dose\", arguments: {ml: 5}".formatted(device)))
                .isEqualTo("DEVICE_NOT_IN_SERVICE[]");
    }

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.12.4"})
    void everyEntrySaysWhoWhereAndWhy() {
        String device = activePump("P-1");
        accepted("suspendDevice", "device: \"%s\", reason: \" cleaning \", reasonCode: \"CLN\"".formatted(device));
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant)
                .containsEntry(Metadata.SITE, site())
                .containsEntry(Metadata.ACTOR_TYPE, "PERSON")
                .containsEntry(Metadata.ACTOR_ID, TestPeople.ADA.toString())
                .containsEntry(Metadata.ACTOR_NAME, "Ada Lovelace")
                .containsEntry(Metadata.ACTOR_ROLE, "operator")
                .containsEntry(Metadata.AUTHENTICATION, "pwd otp")
                .containsEntry(Metadata.ADDRESS, "127.0.0.1")
                .containsEntry(Metadata.CLIENT, GraphQlOverHttp.CLIENT)
                .containsEntry(Metadata.REASON, "cleaning")
                .containsEntry(Metadata.REASON_CODE, "CLN");
    }

    @Test
    void theSameKeyAgainIsTheSameRequest() {
        String input =
                "tenant: \"%s\", key: \"bern\", name: \"Bern\", zone: \"Europe/Zurich\", clientMutationId: \"%s\""
                        .formatted(tenant, UUID.randomUUID());
        long position = accepted("openSite", input);
        long head = log.head();
        assertThat(accepted("openSite", input)).isEqualTo(position);
        assertThat(log.head()).isEqualTo(head);
    }

    @Test
    void aKeySpentElsewhereIsNotAnsweredWithThatSuccess() {
        String one = activePump("P-1");
        String other = activePump("P-2");
        String key = UUID.randomUUID().toString();
        String change = "device: \"%s\", reason: \"cleaning\", clientMutationId: \"%s\"";
        accepted("suspendDevice", change.formatted(one, key));
        assertThat(refused("suspendDevice", change.formatted(other, key)))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED[clientMutationId]");
    }

    @Test
    void theSameCommandByTheSameKeyIsRequestedOnce() {
        String device = activePump("P-1");
        String key = UUID.randomUUID().toString();
        String request = "device: \"%s\", name: \"dose\", arguments: {ml: %d}, clientMutationId: \"%s\"";
        long position = accepted("requestCommand", request.formatted(device, 5, key));
        assertThat(accepted("requestCommand", request.formatted(device, 5, key)))
                .isEqualTo(position);
        assertThat(refused("requestCommand", request.formatted(device, 6, key)))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED[clientMutationId]");
    }

    @Test
    void refusalsLeaveNoTrace() {
        people.grantAll("nobody");
        String device = activePump("P-1");
        long head = log.head();
        assertThat(refused("createTenant", "tenant: \"%s\", name: \"Again\"".formatted(tenant)))
                .isEqualTo("TENANT_EXISTS[tenant]");
        assertThat(refused("createTenant", "tenant: \"No Tenant\", name: \"x\""))
                .isEqualTo("MALFORMED_INPUT[tenant]");
        assertThat(refused(
                        "openSite",
                        "tenant: \"%s\", key: \"b\", name: \"B\", zone: \"Mars/Olympus\"".formatted(tenant)))
                .isEqualTo("MALFORMED_INPUT[zone]");
        assertThat(refused("openSite", "tenant: \"nobody\", key: \"b\", name: \"B\", zone: \"UTC\""))
                .isEqualTo("TENANT_UNKNOWN[tenant]");
        assertThat(refused("registerDevice", registration("P-1"))).isEqualTo("SERIAL_NUMBER_TAKEN[serialNumber]");
        assertThat(refused(
                        "registerDevice",
                        registration("P-9").replace(site(), UUID.randomUUID().toString())))
                .isEqualTo("SITE_UNKNOWN[site]");
        assertThat(refused("retireDevice", "device: \"%s\", reason: \" \"".formatted(device)))
                .isEqualTo("REASON_MISSING[reason]");
        assertThat(refused("retireDevice", "device: \"%s\", reason: \"a\\u0007b\"".formatted(device)))
                .isEqualTo("MALFORMED_INPUT[reason]");
        assertThat(refused("retireDevice", "device: \"%s\", reason: \"%s\"".formatted(device, "x".repeat(2_001))))
                .isEqualTo("MALFORMED_INPUT[reason]");
        assertThat(refused("retireDevice", "device: \"pump\", reason: \"old\"")).isEqualTo("MALFORMED_INPUT[device]");
        assertThat(refused("retireDevice", "device: \"%s\", reason: \"old\"".formatted(UUID.randomUUID())))
                .isEqualTo("DEVICE_UNKNOWN[device]");
        assertThat(refused("enrolDevice", "device: \"%s\", reason: \"again\"".formatted(device)))
                .isEqualTo("ILLEGAL_TRANSITION[]");
        assertThat(refused("requestCommand", "device: \"%s\", name: \"dose\", arguments: [1]".formatted(device)))
                .isEqualTo("MALFORMED_INPUT[arguments]");
        assertThat(refused("requestCommand", "device: \"%s\", name: \"dose\", arguments: {ml: 1.5}".formatted(device)))
                .isEqualTo("COMMAND_ARGUMENTS_UNFIT[arguments]");
        assertThat(refused("requestCommand", "device: \"%s\", name: \"dose\", timeoutSeconds: 0".formatted(device)))
                .isEqualTo("MALFORMED_INPUT[timeoutSeconds]");
        assertThat(refused("cancelCommand", "command: \"%s\", reason: \"x\"".formatted(UUID.randomUUID())))
                .isEqualTo("COMMAND_UNKNOWN[command]");
        assertThat(refused(
                        "deprecateDeviceModelVersion",
                        "deviceModel: \"%s\", version: 7, reason: \"x\"".formatted(model())))
                .isEqualTo("MODEL_VERSION_UNKNOWN[]");
        assertThat(refused("issueSignInSecret", "person: \"%s\", reason: \"x\"".formatted(UUID.randomUUID())))
                .as("nobody keeps credentials here")
                .isEqualTo("SIGN_IN_NOT_CONFIGURED[]");
        assertThat(log.head()).isEqualTo(head);
    }

    @Test
    void argumentsByVariableAreReadLikeThoseInTheDocument() {
        String device = activePump("P-1");
        JsonNode answer = api.ask(
                "mutation($input: RequestCommandInput!) { requestCommand(input: $input) { position errors { code } } }",
                Map.of("input", Map.of("device", device, "name", "dose", "arguments", Map.of("ml", 7))));
        assertThat(answer.at("/data/requestCommand/position").asLong()).isEqualTo(log.head());
        assertThat(log.last().getPayload().toString()).contains("arguments={ml=7}");
    }

    @Test
    void aLogThatIsAwayIsAnErrorOfItsOwnAndNothingIsHalfDone() {
        long head = log.head();
        log.goAway();
        try {
            JsonNode answer = ask("createTenant", "tenant: \"%s\", name: \"x\"".formatted(tenant + "x"));
            assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("LOG_UNAVAILABLE");
            assertThat(answer.at("/errors/0/extensions/classification").asString())
                    .isEqualTo("LOG_UNAVAILABLE");
            assertThat(answer.at("/errors/0/message").asString()).contains("clientMutationId");
        } finally {
            log.comeBack();
        }
        assertThat(log.head()).isEqualTo(head);
        accepted("createTenant", "tenant: \"%s\", name: \"x\"".formatted(tenant + "x"));
    }

    @Test
    void whatIsNotThereIsSaidInTheDomainsWords() {
        DeviceId device = new DeviceId(UUID.randomUUID());
        CommandId command = new CommandId(UUID.randomUUID());
        assertRejected(new EnrolDevice(device), new DeviceUnknown(device));
        assertRejected(new TimeOutCommand(command), new CommandUnknown(command));
        CommandId idOfADevice = CommandId.parse(activePump("P-1"));
        assertRejected(new TimeOutCommand(idOfADevice), new CommandUnknown(idOfADevice));
    }

    @Test
    void aCommandWithoutACallerIsNotTaken() {
        assertThatThrownBy(() -> gateway.sendAndWait(new EnrolDevice(new DeviceId(UUID.randomUUID()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without tenant");
    }

    private void assertRejected(Object command, Object rejection) {
        assertThatThrownBy(() -> gateway.sendAndWait(new GenericCommandMessage<>(command)
                        .withMetaData(Caller.process("test").toMetadata(tenant))))
                .isInstanceOfSatisfying(
                        CommandExecutionException.class,
                        e -> assertThat(e.<Object>getDetails()).contains(rejection));
    }

    private String activePump(String serialNumber) {
        if (!log.holds(site())) {
            accepted(
                    "openSite",
                    "tenant: \"%s\", key: \"basel\", name: \"Basel\", zone: \"Europe/Zurich\"".formatted(tenant));
            log.remember(site());
            accepted(
                    "publishDeviceModelVersion",
                    "tenant: \"%s\", manufacturer: \"Flow AG\", name: \"P100\", version: 1, %s"
                            .formatted(tenant, CONTRACT));
        }
        accepted("registerDevice", registration(serialNumber));
        String device =
                DeviceId.of(new TenantId(tenant), "Flow AG", serialNumber).toString();
        accepted("enrolDevice", "device: \"%s\", reason: \"keys are in\"".formatted(device));
        accepted("commissionDevice", "device: \"%s\", reason: \"installed\"".formatted(device));
        return device;
    }

    private String registration(String serialNumber) {
        return ("tenant: \"%s\", site: \"%s\", manufacturer: \" Flow AG\", serialNumber: \"%s\", model: \"%s\","
                        + " modelVersion: 1, tags: [{name: \"line\", value: \"1\"}]")
                .formatted(tenant, site(), serialNumber, model());
    }

    private String site() {
        return SiteId.of(new TenantId(tenant), "basel").toString();
    }

    private String model() {
        return DeviceModelId.of(new TenantId(tenant), "Flow AG", "P100").toString();
    }

    /** Sends the mutation, which must be accepted, and returns its position. */
    private long accepted(String mutation, String input) {
        JsonNode answer = ask(mutation, input);
        assertThat(answer.at("/data/" + mutation + "/errors"))
                .as(answer.toString())
                .isEmpty();
        assertThat(answer.at("/data/" + mutation + "/position").isNumber())
                .as(answer.toString())
                .isTrue();
        return answer.at("/data/" + mutation + "/position").asLong();
    }

    /** Sends the mutation, which must be refused, and returns the code with the path. */
    private String refused(String mutation, String input) {
        JsonNode answer = ask(mutation, input).at("/data/" + mutation);
        assertThat(answer.at("/position").isNull()).as(answer.toString()).isTrue();
        JsonNode error = answer.at("/errors/0");
        return error.at("/code").asString()
                + error.at("/path").valueStream().map(JsonNode::asString).toList();
    }

    private JsonNode ask(String mutation, String input) {
        return api.ask(
                "mutation { %s(input: {%s}) { position clientMutationId errors { code message path } } }"
                        .formatted(mutation, input.replace("\n", " ")),
                Map.of());
    }
}
